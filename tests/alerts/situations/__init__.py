"""The six situations that the product is for, each as an operator lives through it: reader, classifier, storage, rules."""
