"""The sixteen categories of the agreement as registers name them, and the words of weapons: data and two look-ups.

Law: weapons are outside the agreement and ammunition is inside it (domain, section 2): a dealing whose words name a
weapon is refused, one that names ammunition, a range or a part of a vehicle is not. A category is read from its
column; where the column says nothing that is known, from the description; it is never guessed beyond these words.
Floor 3a, pure.
"""

from __future__ import annotations

import re
from functools import lru_cache

from warifu.rooms.logistics.register.grid import folded

#: Code -> names of the category itself (whole cell), in both languages.
NAMES: dict[str, str] = {
    "food": "food|rations|provisions|victuals|class i|subsistence|catering|feeding|meals|food services|messing|"
    "食料|糧食|食糧|給食|食事|糧食費|食料品|食品|food and water|dining|糧食給食|給養|飲食|食糧品",
    "water": "water|fresh water|potable water|drinking water|水|給水|飲料水|用水|真水|bulk water|bottled water|清水|水道",
    "billeting": "billeting|accommodation|lodging|quarters|billets|billet|quartering|宿泊|宿舎|宿営|宿泊施設|宿泊支援|lodging services|billeting services|accommodation services|barracks|宿泊役務|宿泊業務|隊舎",
    "transportation": "transportation|transport|movement|movements|lift|airlift|sealift|transportation including airlift|"
    "輸送|運搬|輸送業務|輸送空輸を含む|輸送役務|transport services|transportation services|air transport|sea transport|road transport|land transport|空輸|海上輸送|陸上輸送|航空輸送|輸送支援|人員輸送|貨物輸送",
    "pol": "pol|petroleum oils and lubricants|petroleum oils lubricants|petroleum oil and lubricants|fuel|fuels|fuel and lubricants|"
    "fuels and lubricants|class iii|petroleum|fuel oil lubricants|bulk fuel|petroleum oil lubricants|oil|lubricants|"
    "燃料油脂潤滑油|燃料|油脂|燃料油脂|燃料油脂類|油脂類|燃料等|燃油|潤滑油|燃料潤滑油|石油製品|燃料類|燃料及び油脂|petroleum products|aviation fuel|marine fuel|refuelling|bunkering|class iii p|class iiip|pol products|航空燃料|艦船燃料|燃料補給|給油|油類|燃料油|燃料油脂潤滑剤",
    "clothing": "clothing|clothes|uniforms|class ii|clothing and equipment|被服|被服類|衣類|被服等|衣料|clothing and individual equipment|個人被服|装具被服",
    "communications": "communications|communication services|comms|communication|comms services|communications services|cis|"
    "通信業務|通信|通信支援|通信役務|telecommunications|signals|通信業務支援|通信サービス",
    "medical": "medical services|medical|medical support|medical care|class viii|health services|medical and dental|"
    "衛生業務|衛生|医療|衛生支援|医療支援|衛生役務|医療業務|medical treatment|medical supplies|dental|dental services|衛生資材|衛生医療|診療|医薬品",
    "base_operations": "base operations support|base support|base operations|base ops support|base ops|bos|base services|"
    "operations support|base operation support|"
    "基地活動支援|基地支援|基地業務|基地業務支援|基地活動|基地等支援|base services support|camp services|camp support|基地活動の支援|基地活動支援業務|駐屯地業務支援",
    "storage": "storage|storage services|warehousing|保管業務|保管|倉庫|保管役務|貯蔵|storage service|保管業務支援|倉庫保管",
    "facilities": "use of facilities|facilities|facility use|use of facility|facility|facilities use|施設の利用|施設利用|施設使用|施設|"
    "施設の使用|施設等利用|use of range|use of ranges|ranges|施設提供|施設等の利用|施設使用等",
    "training": "training services|training|training support|instruction|訓練業務|訓練|教育訓練|訓練支援|訓練役務|教育|training service|training assistance|教育支援|訓練業務支援",
    "spares": "spare parts and components|spare parts|spares|components|parts|parts and components|class ix|spares and components|"
    "spare parts components|"
    "部品構成品|部品|構成品|部品及び構成品|補用品|予備品|部品等|修理部品|交換部品|spare part|component|replacement parts|部品供給|補給部品|部品構成品等",
    "repair": "repair and maintenance services|repair and maintenance|maintenance|repair|repairs|repair services|r m|"
    "maintenance services|maintenance and repair|repair maintenance|"
    "修理整備業務|修理整備|修理|整備|整備業務|修理業務|修理及び整備|修理役務|整備役務|repair services and maintenance|maintenance support|整備支援|修理支援|整備役務|修理整備役務",
    "port_services": "airport and seaport services|airport seaport services|port services|seaport services|airport services|"
    "airfield services|harbour services|port and airport services|port support|port airport services|airport and port services|"
    "seaport and airport services|port|"
    "空港港湾業務|空港港湾|港湾業務|空港業務|港湾|空港|港湾支援|港湾役務|空港及び港湾業務|空港港湾役務|airport services and seaport services|harbour support|airfield support|ground handling|seaport|airport|空港港湾支援|港湾空港業務|空港支援|港湾等業務",
    "ammunition": "ammunition|ammo|munitions|class v|ammunition and explosives|弾薬|弾薬類|火薬類|弾火薬|弾薬等|ammunitions|blank ammunition|弾薬等|空包",
    "weapons": "weapons|weapon|arms|weapon systems|small arms|firearms|武器|火器|兵器|小火器|武器類|武器等",
}

#: Code -> what a description of such goods or services contains; the first that hits counts, so narrow ones stand first.
CONTENTS: tuple[tuple[str, str], ...] = (
    # What would be taken for something else by one of its words stands first.
    ("base_operations", r"(?:waste|black|grey|gray|foul|oily|bilge)[\s-]?water|sewage|sludge|bilge|(?:waste|used) oil|汚水|排水|廃水|下水|ビルジ|廃油|汚泥|し尿"),
    ("food", r"(?:cooking|olive|vegetable|sunflower|sesame|salad|edible) oil|(?:食用|サラダ|調理|ごま|オリーブ)油"),
    ("ammunition", r"ammunition|cartridge|\brounds?\b|\bblank\b|grenades?|shells?\b|flares?\b|chaff|\bammo\b|\bbullets?\b|pyrotechnic|\bfuzes?\b|detonators?|explosives?\b|\bbombs?\b"),
    ("ammunition", r"空包|弾薬|実包|砲弾|演習弾|信号弾|照明弾|火薬|爆薬|信管|発煙|手りゅう弾|手榴弾|えい光弾|曳光弾|爆弾"),
    ("repair", r"(?:repairs?|maintenance|overhaul|servicing|calibration)\s*$|(?:修理|整備|補修|修繕|点検)(?:作業|役務|支援|費|代)?$"),
    ("spares", r"spare|filter element|\bfilters?\b|gasket|bearing|component|\bseals?\b|pump\b|tyre|tire\b|\bvalves?\b|\bbatter(?:y|ies)\b|\bbolts?\b|propeller|injector|alternator|o-rings?\b|\bbrakes?\b|\bclutch|spark plug|circuit card|\blru\b|fan belt|repair kit"),
    ("spares", r"部品|フィルタ|構成品|軸受|補用|タイヤ|バルブ|バッテリ|蓄電池|乾電池|ガスケット|パッキン|ブレーキ|プラグ|ベアリング|ボルト|ポンプ|補修キット"),
    ("repair", r"\brepairs?\b|maintenance|overhaul|servicing|technician|calibration|\bwelding\b|rectification|\brefit\b|修理|整備|点検|分解検査|補修|修繕|改修|校正|較正|溶接"),
    ("water", r"water(?! ?(?:taxi|proof))|飲料水|真水|清水|給水|用水|水道|ミネラルウォーター"),
    ("pol", r"fuel|diesel|petrol|gasoline|kerosene|lubricat|\boils?\b|grease|hydraulic fluid|avtur|avcat|avgas|dieso|derv|mogas|ulsd|\bf-?\s?(?:44|75|76|34|35|40|54)\b|jp-?[58]|jet a-?1|\bmgo\b|\bmdo\b|\bhfo\b|bunkering|\blubes?\b|antifreeze|coolant|\blpg\b|propane"),
    ("pol", r"燃料|軽油|潤滑|重油|灯油|ガソリン|揮発油|グリス|グリース|作動油|エンジン油|油|オイル|不凍液|冷却液|プロパン"),
    ("food", r"ration|provisions|\bmeals?\b|food|victual|bread|catering|\bmeat\b|vegetable|\bfruit|breakfast|\blunch|\bdinner|\bsupper|groceries|\brice\b|\bfish\b|chicken|\bbeef\b|\bpork\b|\bmilk\b|\beggs?\b|\bdairy\b|\bcheese\b|\bflour\b|\bsugar\b|\bcoffee\b|\btea\b|\bpasta\b|noodles?|potato|beverage|\bjuice\b|\bgalley\b"),
    ("food", r"糧食|食事|生糧|食料|給食|携行食|生鮮|冷凍肉|精肉|缶詰|米飯|野菜|弁当|朝食|昼食|夕食|喫食|温食|食品|糧秣|主食|副食|精米|白米|(?<![ァ-ヶー])パン(?![ァ-ヶー])|肉|魚(?!雷)|鶏卵|牛乳|乳製品|果物|果実|麺|調味料|飲料|レーション|給養"),
    ("billeting", r"billet|accommodation|lodging|(?<!meeting )(?<!conference )(?<!briefing )(?<!operations )(?<!ops )(?<!class )(?<!cold )\brooms?\b(?! service)|barracks?\b|hotel|dormitor|\bbunks?\b|\bbeds?\b|bed ?spaces?|宿泊|宿舎|宿営|居室|隊舎|ホテル|客室|寝具|(?<![停錨碇])泊"),
    ("medical", r"medical|dental|hospital|bandage|dressing|pharma|\bdrugs?\b|\bclinic|surg(?:ery|ical)|\bx-?rays?\b|vaccin|\bblood\b|medicines?\b|first aid|ambulance|patients?\b|casevac|medevac|physiotherap|stretcher|\bdoctors?\b|\bnurs(?:e|es|ing)\b|dentist"),
    ("medical", r"衛生|医療|医薬|診療|歯科|治療|医師|看護|病院|手術|入院|救急|患者|ワクチン|予防接種|血液|輸血|薬品|健康診断|検診|包帯|担架|救護"),
    ("storage", r"storage|warehous|cold (?:store|room)|refrigerat|freezer|保管|倉庫|冷蔵|冷凍庫|貯蔵|蔵置|置場|置き場"),
    ("facilities", r"range use|use of (?:range|hangar|facilit|gym|pier|runway|airfield|apron|classroom|land|office)|\brange\b|hangar|gymnasium|swimming pool|(?:meeting|conference|briefing|class) ?rooms?\b|training area|\bairspace\b|hard ?standing|office space|dry ?dock|drop zone|helipad|parade ground"),
    ("facilities", r"射場|格納庫|演習場|施設|会議室|教場|講堂|体育館|運動場|グラウンド|訓練場|滑走路|駐機場|駐車場|敷地|空域|ヘリポート|ドック使用|使用料"),
    ("port_services", r"berth|\btugs?\b|pilotage|mooring|wharf|landing fee|aircraft handling|ground handling|anchorage|port (?:dues|clearance|agency|fees?|charges?)|harbou?r (?:dues|fees?|charges?|pilot|master)|line[\s-]?handling|stevedor|\bquay|de-?icing|marshalling|\btow(?:age|ing)\b|\bfenders?\b|gangway|water taxi"),
    ("port_services", r"曳船|岸壁|係留|水先|着陸|曳航|入港|荷役|港費|停泊|錨泊|けい留|繋留|桟橋|綱取|防舷|通船|パイロット|地上支援|航空機誘導|除氷|防氷"),
    ("transportation", r"airlift|sealift|transport|freight|haulage|road move|lorry|lorries|c-?130|a400m|trucks?\b|\bbus(?:es)?\b|mini-?bus|\bcoach(?:es)?\b|\btaxis?\b|\bvans?\b|(?:car|vehicle) hire|hire cars?|\bferry\b|\bconvoy|helicopter|\bhelo\b|\bflights?\b|\bcargo\b|passengers?\b|shuttle|low-?loader|fork-?lift|\bcourier"),
    ("transportation", r"空輸|輸送|運搬|陸送|海輸|バス(?![ルケタ])|フェリー|ヘリ|貨物|搬送|送迎|配送|トラック|トレーラ|フォークリフト|運賃|タクシー"),
    ("communications", r"satcom|satellite|telephone|internet|network|comms|radio|\bsim cards?\b|mobile phones?|wi-?fi|broadband|bandwidth|video ?conferenc|\bvtc\b|data ?link|telecom|通信|電話|衛星|回線|無線|ネットワーク|インターネット|テレビ会議"),
    ("clothing", r"clothing|uniform|\bboots?\b|jacket|coverall|gloves|\bsocks\b|\bshirts?\b|trousers|helmets?|parkas?\b|immersion suit|\bcoats?\b|sleeping bags?|\bberets?\b|被服|服(?!務|用)|手袋|靴|防寒|ヘルメット|鉄帽|帽子|作業帽|外とう|外套|雨衣|寝袋|下着"),
    ("base_operations", r"laundry|waste|refuse|cleaning|electric|shore power|guard|garbage|sanitation|\btoilets?\b|portaloo|\bshowers?\b|\bpest\b|snow (?:removal|clearance)|fire ?fighting|fire cover|\bsecurity\b|utilities|power supply|generators?\b|heating"),
    ("base_operations", r"洗濯|清掃|廃棄物|ごみ|電力|警備|陸電|陸上電源|浴場|入浴|シャワー|トイレ|便所|消防|除雪|消毒|光熱|暖房|電気|発電機|照明"),
    ("training", r"training|simulator|instructor|course|lecture|target towing|aerial target|訓練|教育|教官|シミュレータ|講習|講師|研修|標的"),
)  # fmt: skip

_WEAPON = re.compile(
    r"\brifles?\b|machine[\s-]?guns?|\bgpmg\b|\blmg\b|\bhmg\b|\bsmg\b|\bpistols?\b|\brevolvers?\b|\bcarbines?\b|"
    r"\bshotguns?\b|\bhandguns?\b|\bhowitzers?\b|\bmortars?\b|\bcannons?\b|\bfirearms?\b|\bautocannons?\b|"
    r"(?:missile|rocket|grenade)[\s-]?launchers?|\blaunchers?\b|\bweapons?\b|"
    r"\bsubmachine|\bguns?\b|\bsniper|\bbazooka|\brocket[\s-]?propelled|"
    r"小銃|機関銃|機銃|機関砲|拳銃|けん銃|散弾銃|短機関銃|榴弾砲|迫撃砲|無反動砲|高射砲|戦車砲|艦砲|速射砲|"
    r"ロケット弾発射|発射機|発射器|発射装置|擲弾筒|てき弾銃|対戦車砲|狙撃銃|火砲|自動小銃|軽機|重機関|"
    r"武器|兵器"
)
#: Spent when fired, and so ammunition where the book says ammunition; anywhere else a person must rule first.
_MISSILE = re.compile(r"\bmissiles?\b|\btorped(?:o|oes|os)\b|ミサイル|誘導弾|魚雷")
#: Beside such words a weapon is what something is for, not what is supplied.
_NOT_THE_WEAPON = re.compile(
    r"ammunition|cartridge|\brounds?\b|\bblanks?\b|\brange\b|practice|cleaning|\bspare|\bparts?\b|\boil\b|rack|storage|store\b|"
    r"armou?ry|\bcase\b|\bsling\b|holster|training|simulator|magazine pouch|transport|repair|maintenance|targets?\b|lubric|"
    r"\bgrease\b|\bbelts?\b|gun oil|escort|handling|"
    r"射場|空包|弾薬|実包|用弾|擬製|手入れ|部品|構成品|潤滑|保管|輸送|訓練|教育|標的|射撃場|修理|整備|武器庫|使用料|庫の|用油|弾$|"
    r"積卸|施設|清掃"
)


@lru_cache(maxsize=50_000)
def category_of(text: str) -> str | None:
    """Give the code for the name of a category, ``weapons`` for that of weapons, or None."""
    return _BY_NAME.get(_bare(text)) or _by_part(text)


def _by_part(text: str) -> str | None:
    """Read names joined with others, as in ``III (POL)`` or ``05 燃料・油脂・潤滑油``, if all known parts agree."""
    found = {
        _BY_NAME[part]
        for part in map(_bare, re.split(r"[()\[\]:;/、,]| - |^\s*\d+[.\s-]*", folded(text)))
        if part in _BY_NAME
    }
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=50_000)
def category_by_description(text: str) -> str | None:
    """Give the code that the words of a description stand for, or None."""
    low = folded(text)
    return next((code for code, pattern in CONTENTS if re.search(pattern, low)), None)


@lru_cache(maxsize=50_000)
def names_weapon(description: str, category: str) -> bool:
    """Tell whether what is supplied is a weapon: its category says so, or its description names one as the thing itself.

    ``category`` is the code already read; in a category of services the weapon is what the work is for.
    """
    if category == "weapons":
        return True
    low = folded(description)
    if category in _FOR_A_WEAPON or _NOT_THE_WEAPON.search(low):
        return False
    return bool(_WEAPON.search(low)) or (category != "ammunition" and bool(_MISSILE.search(low)))


_FOR_A_WEAPON = frozenset({"facilities", "storage", "training", "transportation", "repair", "base_operations"})


def _bare(text: str) -> str:
    return "".join(re.findall(r"\w+", folded(text).replace("・", "").replace("&", " and ").replace("_", " ")))


_BY_NAME = {_bare(name): code for code, names in NAMES.items() for name in [*names.split("|"), code]}
