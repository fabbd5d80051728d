"""One name for a nation: the country, its people, what is of it, and the city or house that speaks for it."""

_NAMED = """
afghanistan afghan afghans kabul taliban | albania albanian albanians tirana | algeria algerian algerians algiers
andorra andorran | angola angolan angolans luanda | argentina argentine argentines argentinian aires
armenia armenian armenians yerevan | australia australian australians canberra aussie | austria austrian austrians vienna
azerbaijan azerbaijani azerbaijanis azeri baku | bahamas bahamian nassau | bahrain bahraini bahrainis manama
bangladesh bangladeshi bangladeshis dhaka | barbados barbadian bridgetown | belarus belarusian belarusians minsk
belgium belgian belgians | belize belizean belmopan | benin beninese cotonou | bhutan bhutanese thimphu
bolivia bolivian bolivians sucre | bosnia bosnian bosnians herzegovina sarajevo | botswana batswana gaborone
brazil brazilian brazilians brasilia planalto | brunei bruneian | bulgaria bulgarian bulgarians sofia
burkina burkinabe ouagadougou | burundi burundian burundians bujumbura gitega | cambodia cambodian cambodians khmer phnom
cameroon cameroonian cameroonians yaounde | canada canadian canadians ottawa | chad chadian chadians ndjamena n'djamena
chile chilean chileans santiago | china chinese beijing zhongnanhai | colombia colombian colombians bogota
comoros comorian moroni | congo congolese drc kinshasa brazzaville | croatia croatian croatians croat croats zagreb
cuba cuban cubans havana | cyprus cypriot cypriots nicosia | czechia czech czechs prague | denmark danish dane danes copenhagen
djibouti djiboutian | ecuador ecuadorian ecuadorians quito | egypt egyptian egyptians cairo | eritrea eritrean eritreans asmara
estonia estonian estonians tallinn | eswatini swazi mbabane | ethiopia ethiopian ethiopians addis | fiji fijian fijians suva
finland finnish finn finns helsinki | france french frenchman paris elysee matignon | gabon gabonese libreville
gambia gambian gambians banjul | georgia georgian georgians tbilisi | germany german germans berlin bundestag
ghana ghanaian ghanaians accra | greece greek greeks athens | greenland greenlandic nuuk | guatemala guatemalan guatemalans
guinea guinean guineans conakry bissau | guyana guyanese | haiti haitian haitians | honduras honduran hondurans tegucigalpa
hungary hungarian hungarians budapest | iceland icelandic icelanders reykjavik | india indian indians
indonesia indonesian indonesians jakarta | iran iranian iranians tehran | iraq iraqi iraqis baghdad | ireland irish dublin
israel israeli israelis knesset idf | italy italian italians rome | jamaica jamaican jamaicans
japan japanese tokyo | jordan jordanian jordanians amman | kazakhstan kazakh kazakhs astana | kenya kenyan kenyans nairobi
kosovo kosovan kosovar pristina | kuwait kuwaiti kuwaitis | kyrgyzstan kyrgyz bishkek | laos laotian lao vientiane
latvia latvian latvians riga | lebanon lebanese beirut | lesotho basotho maseru | liberia liberian liberians monrovia
libya libyan libyans tripoli | liechtenstein vaduz | lithuania lithuanian lithuanians vilnius | luxembourg luxembourger
madagascar malagasy antananarivo | malawi malawian malawians lilongwe | malaysia malaysian malaysians putrajaya
maldives maldivian maldivians | mali malian malians bamako | malta maltese valletta | mauritania mauritanian nouakchott
mauritius mauritian | mexico mexican mexicans | moldova moldovan moldovans chisinau | monaco monegasque
mongolia mongolian mongolians ulaanbaatar | montenegro montenegrin podgorica | morocco moroccan moroccans rabat
mozambique mozambican mozambicans maputo | myanmar burmese burma naypyidaw | namibia namibian namibians windhoek
nepal nepali nepalese nepalis kathmandu | netherlands dutch | zealand zealander zealanders wellington
nicaragua nicaraguan nicaraguans managua | niger nigerien niamey | nigeria nigerian nigerians abuja
macedonia macedonian skopje | norway norwegian norwegians oslo | oman omani omanis muscat | pakistan pakistani pakistanis islamabad
palestine palestinian palestinians ramallah | panama panamanian panamanians | paraguay paraguayan asuncion
peru peruvian peruvians lima | philippines philippine filipino filipinos manila malacanang | poland polish pole poles warsaw
portugal portuguese lisbon | qatar qatari qataris doha | romania romanian romanians bucharest
russia russian russians moscow kremlin | rwanda rwandan rwandans kigali | salvador salvadoran salvadorans
samoa samoan apia | saudi saudis riyadh ksa | senegal senegalese dakar | serbia serbian serbians serb serbs belgrade
leone leonean freetown | singapore singaporean singaporeans | slovakia slovak slovaks bratislava
slovenia slovenian slovene slovenes ljubljana | somalia somali somalis mogadishu | somaliland hargeisa
africa pretoria | spain spanish spaniard spaniards madrid moncloa | lanka lankan lankans colombo | sudan sudanese khartoum juba
suriname surinamese paramaribo | sweden swedish swede swedes stockholm | switzerland swiss bern berne
syria syrian syrians damascus | taiwan taiwanese taipei | tajikistan tajik tajiks dushanbe | tanzania tanzanian tanzanians dodoma
thailand thai thais bangkok | timor timorese dili | togo togolese lome | tonga tongan nuku'alofa
trinidad trinidadian tobago | tunisia tunisian tunisians tunis | turkey turkish turk turks turkiye ankara
turkmenistan turkmen ashgabat | uganda ugandan ugandans kampala | ukraine ukrainian ukrainians kyiv kiev
uae emirati emiratis emirates dhabi | britain british briton britons uk london downing whitehall westminster
america american americans pentagon washington usa | uruguay uruguayan montevideo | uzbekistan uzbek uzbeks tashkent
vanuatu | vatican | venezuela venezuelan venezuelans caracas miraflores | vietnam vietnamese hanoi
yemen yemeni yemenis sanaa sana'a houthi houthis | zambia zambian zambians lusaka | zimbabwe zimbabwean zimbabweans harare
gaza gazan gazans | kashmir kashmiri kashmiris srinagar | tibet tibetan tibetans lhasa | scotland scottish scots edinburgh holyrood
wales welsh cardiff senedd | kurdistan kurdish kurd kurds erbil | hongkong hong-kong kong hongkongers | eu brussels
nato | un
"""


def _by_word(table: str) -> dict[str, str]:
    groups = (group.split() for line in table.splitlines() for group in line.split("|") if group.strip())
    return {word: names[0] for names in groups for word in names}


NATIONS = _by_word(_NAMED)
"""Folded word to the name under which all words of its nation are one; the second word of a double name stands for both."""
NAMES = frozenset(NATIONS.values()) - {"eu", "nato", "un"}
"""The nations themselves. What belongs to no one of them is not in it."""
