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
    "食料|糧食|食糧|給食|食事|糧食費|食料品|食品",
    "water": "water|fresh water|potable water|drinking water|水|給水|飲料水|用水|真水",
    "billeting": "billeting|accommodation|lodging|quarters|billets|billet|quartering|宿泊|宿舎|宿営|宿泊施設|宿泊支援",
    "transportation": "transportation|transport|movement|movements|lift|airlift|sealift|transportation including airlift|"
    "輸送|運搬|輸送業務|輸送空輸を含む|輸送役務",
    "pol": "pol|petroleum oils and lubricants|petroleum oils lubricants|petroleum oil and lubricants|fuel|fuels|fuel and lubricants|"
    "fuels and lubricants|class iii|petroleum|fuel oil lubricants|bulk fuel|petroleum oil lubricants|oil|lubricants|"
    "燃料油脂潤滑油|燃料|油脂|燃料油脂|燃料油脂類|油脂類|燃料等|燃油|潤滑油|燃料潤滑油|石油製品|燃料類|燃料及び油脂",
    "clothing": "clothing|clothes|uniforms|class ii|clothing and equipment|被服|被服類|衣類|被服等|衣料",
    "communications": "communications|communication services|comms|communication|comms services|communications services|cis|"
    "通信業務|通信|通信支援|通信役務",
    "medical": "medical services|medical|medical support|medical care|class viii|health services|medical and dental|"
    "衛生業務|衛生|医療|衛生支援|医療支援|衛生役務|医療業務",
    "base_operations": "base operations support|base support|base operations|base ops support|base ops|bos|base services|"
    "operations support|base operation support|"
    "基地活動支援|基地支援|基地業務|基地業務支援|基地活動|基地等支援",
    "storage": "storage|storage services|warehousing|保管業務|保管|倉庫|保管役務|貯蔵",
    "facilities": "use of facilities|facilities|facility use|use of facility|facility|facilities use|施設の利用|施設利用|施設使用|施設|"
    "施設の使用|施設等利用",
    "training": "training services|training|training support|instruction|訓練業務|訓練|教育訓練|訓練支援|訓練役務|教育",
    "spares": "spare parts and components|spare parts|spares|components|parts|parts and components|class ix|spares and components|"
    "spare parts components|"
    "部品構成品|部品|構成品|部品及び構成品|補用品|予備品|部品等|修理部品|交換部品",
    "repair": "repair and maintenance services|repair and maintenance|maintenance|repair|repairs|repair services|r m|"
    "maintenance services|maintenance and repair|repair maintenance|"
    "修理整備業務|修理整備|修理|整備|整備業務|修理業務|修理及び整備|修理役務|整備役務",
    "port_services": "airport and seaport services|airport seaport services|port services|seaport services|airport services|"
    "airfield services|harbour services|port and airport services|port support|port airport services|airport and port services|"
    "seaport and airport services|port|"
    "空港港湾業務|空港港湾|港湾業務|空港業務|港湾|空港|港湾支援|港湾役務|空港及び港湾業務|空港港湾役務",
    "ammunition": "ammunition|ammo|munitions|class v|ammunition and explosives|弾薬|弾薬類|火薬類|弾火薬|弾薬等",
    "weapons": "weapons|weapon|arms|weapon systems|small arms|firearms|武器|火器|兵器|小火器|武器類|武器等",
}

#: Code -> what a description of such goods or services contains; the first that hits counts, so narrow ones stand first.
CONTENTS: tuple[tuple[str, str], ...] = (
    ("ammunition", r"ammunition|cartridge|\brounds?\b|\bblank\b|grenades?|shells?\b|flares?\b|chaff|空包|弾薬|実包|砲弾|演習弾|信号弾|照明弾"),
    ("spares", r"spare|filter element|\bfilters?\b|gasket|bearing|component|\bseals?\b|pump\b|tyre|tire\b|部品|フィルタ|構成品|軸受|補用|タイヤ"),
    ("repair", r"\brepairs?\b|maintenance|overhaul|servicing|technician|修理|整備|点検|分解検査"),
    ("water", r"water|飲料水|真水|給水|用水"),
    ("pol", r"fuel|diesel|petrol|gasoline|kerosene|lubricat|\boil\b|grease|hydraulic fluid|avtur|avcat|avgas|dieso|\bf-?\s?(?:44|75|76|34|35|40|54)\b|jp-?[58]"),
    ("pol", r"燃料|軽油|潤滑|重油|灯油|ガソリン|揮発油|グリス|グリース|作動油|エンジン油"),
    ("food", r"ration|provisions|\bmeals?\b|food|victual|bread|catering|\bmeat\b|vegetable|\bfruit|糧食|食事|生糧|食料|給食|携行食|生鮮|冷凍肉|精肉|缶詰|米飯|野菜|弁当"),
    ("billeting", r"billet|accommodation|lodging|\brooms?\b|barracks|宿泊|宿舎|宿営|居室"),
    ("medical", r"medical|dental|hospital|bandage|dressing|pharma|\bdrugs?\b|衛生|医療|医薬|診療|歯科|治療"),
    ("storage", r"storage|warehous|cold store|保管|倉庫|冷蔵|冷凍庫"),
    ("facilities", r"range use|use of (?:range|hangar|facilit|gym|pier)|\brange\b|hangar|射場|格納庫|演習場|施設"),
    ("port_services", r"berth|\btugs?\b|pilotage|mooring|wharf|landing fee|aircraft handling|曳船|岸壁|係留|水先|着陸|曳航|入港"),
    ("transportation", r"airlift|sealift|transport|freight|haulage|road move|lorry|lorries|c-?130|trucks?\b|空輸|輸送|運搬|陸送|海輸"),
    ("communications", r"satcom|satellite|telephone|internet|network|comms|radio|通信|電話|衛星|回線|無線"),
    ("clothing", r"clothing|uniform|boots|jacket|coverall|gloves|被服|戦闘服|手袋|靴|作業服|防寒"),
    ("base_operations", r"laundry|waste|refuse|cleaning|electric|shore power|guard|洗濯|清掃|廃棄物|ごみ|汚水|電力|警備|陸電"),
    ("training", r"training|simulator|instructor|course|訓練|教育|教官|シミュレータ"),
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
