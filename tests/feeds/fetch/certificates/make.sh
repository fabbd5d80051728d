#!/bin/sh
# Makes the certificates of the TLS tests anew. The tests must not need openssl, so what it made is kept beside this file.
# The keys guard nothing. All were valid from 2000 on, so that a clock that is wrong by years breaks no test.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
touch "$work/index"
cat > "$work/ca.cnf" <<EOF
[ca]
default_ca = authority
[authority]
database = $work/index
new_certs_dir = $work
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
EOF

# NAME EXTENSION END [OPENSSL_CA_OPTION...]: NAME.pem holds the key and the certificate.
make() {
    name=$1 extension=$2 end=$3
    shift 3
    openssl ecparam -name prime256v1 -genkey -noout -out "$work/$name.key"
    openssl req -config "$work/ca.cnf" -new -key "$work/$name.key" -subj "/CN=feint test $name" -addext "$extension" -out "$work/$name.csr"
    openssl ca -batch -notext -config "$work/ca.cnf" -startdate 20000101000000Z -enddate "$end" \
        -in "$work/$name.csr" -out "$work/$name.crt" "$@"
    cat "$work/$name.key" "$work/$name.crt" > "$name.pem"
}

here=subjectAltName=IP:127.0.0.1,DNS:localhost
never=21260101000000Z
make authority basicConstraints=critical,CA:TRUE "$never" -selfsign -keyfile "$work/authority.key"
mv "$work/authority.crt" authority.pem
make alone "$here" "$never" -selfsign -keyfile "$work/alone.key"
by="-cert authority.pem -keyfile $work/authority.key"
make good "$here" "$never" $by
make expired "$here" 20010101000000Z $by
make elsewhere subjectAltName=DNS:elsewhere.example "$never" $by
