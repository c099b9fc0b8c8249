"""Holds every sentence that answers a look-up: drugs, consumables, places, and what is done where."""

from __future__ import annotations

from core.lookups import PlaceKind, Via

DEMO = "【演示数据】这些内容是为了试用编的，不是真的，请不要照着办。"
DEMO_SPOKEN = "这是演示数据，不是真的。"
SETTLED = "以医院实际结算为准。"

# Drugs and consumables
TABLE_DATE = "查的是《{title}》{version}版，{day}起用，{settled}"
TABLE_DATE_SPOKEN = "目录从{day}起用。{settled}"
READ_AS = "我按“{name}”给您查的。"
READ_AS_SPOKEN = "我按{name}查的。"
DRUG = "{product}：在医保药品目录里，是{category}类药。{pay}{limit}"
DRUG_SPOKEN = "{product}。是{category}类药。{pay}{limit}"
PAY_NOTHING_FIRST = "没有先行自付，直接按当地规定的比例报销。"
PAY_NOTHING_FIRST_SPOKEN = "没有先行自付。按当地比例报销。"
PAY_FIRST = "自己先付 {percent}%，剩下的再按当地规定的比例报销。"
PAY_FIRST_SPOKEN = "自己先付{percent}。剩下的按当地比例报。"
LIMITED = "报销有限定：{note}。"
LIMITED_SPOKEN = "报销有限定。{note}。"
ALIKE = "（{count} 种都一样：{products}）"
CONSUMABLE = "{product}：医保支付限价每{unit} {limit} 元。价格超过限价的部分由自己付。限价以内的再按规定报销。"
CONSUMABLE_SPOKEN = "{product}。支付限价每{unit}{limit}元。超出的部分自己付。"
MISS = "在《{title}》里没有查到“{asked}”。没查到不等于不能报。名字可能和盒子上不一样，请照盒子再写一遍。也可以说“人工”，请工作人员查。"
MISS_SPOKEN = "没有查到{asked}。没查到不等于不能报。请照盒子再念一遍。也可以说人工。"
NO_TABLE = "我这里还没有{what}，查不了。请打 {hotline} 问，或者说“人工”。"
NO_TABLE_SPOKEN = "我这里还没有{what}。您可以说人工。"
DRUG_TABLE, CONSUMABLE_TABLE = "医保药品目录", "医用耗材目录"
IS_IT_THIS = "您是不是问“{name}”？"
WHICH_NAME = "您问的是下面哪一种？{names}"
WHICH_NAME_SPOKEN = "您问的是哪一种？{names}。"
WHICH_OF_TWO = "{told}有两种{trait}，自付不一样。您用的是{one}还是{other}？"
WHICH_OF_TWO_SPOKEN = "{told}分两种。是{one}还是{other}？"
WHICH_OF_MANY = "{told}有几种{trait}，自付不一样。您用的是哪一种？{values}"
WHICH_OF_MANY_SPOKEN = "{told}分几种。您用的是哪一种？{values}。"
WHICH_LIMIT_OF_TWO = "{told}有两种{trait}，支付限价不一样。是{one}还是{other}？"
WHICH_LIMIT_OF_MANY = "{told}有几种{trait}，支付限价不一样。是哪一种？{values}"
NOT_THAT_ONE = "目录里有{told}，但没有您说的“{missing}”。目录里的是：{values}。要查哪一种？"
NOT_THAT_ONE_SPOKEN = "目录里有{told}。没有您说的那种。目录里有{values}。要查哪一种？"
MORE = "还有 {count} 种没有列出来。请把盒子上的字说得再全一点。"
ASK_DRUG = "{name}自付多少"
ASK_CONSUMABLE = "{name}支付限价多少"

# Places
PLACES_NEAR = "离{near}最近的{kind}："
PLACES_IN = "{region}的{kind}："
PLACES_FOR = "“{item}”可以到这些地方办："
METRES = "离您约 {metres} 米"
KILOMETRES = "离您约 {kilometres} 公里"
SAME_STREET, SAME_COUNTY = "在同一条街（村）", "在同一个区县"
NO_ADDRESS = "来源没有写具体地址"
OPEN, OPEN_ALL_DAY = "现在开门，{time}关门", "现在开门，全天不关门"
ON_BREAK = "现在是休息时间，{time}再开门"
NOT_YET = "现在还没开门，今天{time}开门"
CLOSED = "现在没开门，{day}{time}开门"
MAYBE_HOLIDAY = "今天是法定节假日，开不开门请先打电话问"
MAYBE_MAKE_UP = "今天调休上班，开不开门请先打电话问"
HOURS_UNKNOWN = "开放时间没有登记"
TOMORROW, THIS_WEEK, NEXT_WEEK = "明天", "周{day}", "下周{day}"
HOURS = "开放时间：{hours}"
PHONE = "电话 {phone}"
NO_PHONE = "没有登记电话，可以打 {hotline} 问"
ACCESSIBLE = "设有无障碍通道"
MAP = "\n   地图 {link}"
KIND = {PlaceKind.AGENCY: "医保经办大厅"}
SOME_PLACE = "办理点"
CHECKED = "这些信息核对到{day}。节假日和临时调整请先打电话问。"
CHECKED_SPOKEN = "去之前请先打电话问。"
WHERE_ARE_YOU = "您在哪个区县、哪条街？告诉我，我按远近给您排。"
WHERE_ARE_YOU_SPOKEN = "您在哪个区县？告诉我，我按远近排。"
WHICH_REGION = "您在哪个地方？告诉我，我给您找{kind}。"
PLACES_OF_UNKNOWN_REGION = "我这里没有{region}的{kind}名单，不敢乱说。请打当地的 {hotline} 问。"
ASK_PLACE = "{place}{kind}在哪"
ASK_ITEM_NEAR = "{place}附近哪里能办{item}"

# What is done where
AT: dict[PlaceKind | Via, str] = {
    PlaceKind.AGENCY: "医保大厅窗口",
    PlaceKind.HOSPITAL: "定点医院的医保窗口",
    PlaceKind.DUAL_PHARMACY: "双通道药店",
    PlaceKind.PHARMACY: "定点药店",
    PlaceKind.TOWN: "乡镇（街道）",
    PlaceKind.VILLAGE: "村（社区）",
    PlaceKind.BANK: "银行网点",
    PlaceKind.MACHINE: "自助机上",
    Via.COUNTER: "窗口",
    Via.MACHINE: "自助机上",
    Via.WEB: "网上",
    Via.MOBILE: "手机上",
    Via.PHONE: "电话里",
    Via.BY_HELPER: "帮办代办点",
    Via.AT_HOME: "上门服务",
    Via.VIDEO: "视频办",
}
NO_LIST = "我这里没有写明哪些事能在{at}办的名单。请打 {hotline} 问，或者说“人工”。"
NO_LIST_SPOKEN = "我这里没有这份名单。您可以说人工。"
WHICH_REGION_LIST = "各地能在{at}办的不一样。您在哪里参保？"
INSTEAD_OF_REGION = "我这里没有{region}自己的名单。下面是全国统一的要求，开没开通以当地为准。"
TOTAL_UNNAMED = "{region}在{at}一共能办 {total} 项，但文件没有列出是哪几项。"
TOTAL_PARTLY = "{region}在{at}一共能办 {total} 项，文件点了名的有 {named} 项：{items}。其余 {rest} 项文件没有列出，请问当地窗口。"
TOTAL_ALL = "{region}在{at}能办 {total} 项：{items}。"
NAMED_ONLY = "{region}在{at}，文件写明能办的有：{items}。文件没有说这是全部，别的事请先打电话问。"
FURTHER = "另外写明能办的还有：{items}。"
FROM_CATALOGUE = "本服务的事项清单（示例）里，还有这些能这样办：{items}。"
FROM_CATALOGUE_ONLY = (
    "本服务的事项清单（示例）里，能在{at}办的有：{items}。当地的名单我这里没有，请以当地为准。"
)
TOTAL_SPOKEN = "{region}一共能办{total}项。"
NAMED_SPOKEN = "文件点了名的有这些。{items}。"
UNNAMED_SPOKEN = "文件没有列出名单。"
REST_SPOKEN = "其余的请问当地窗口。"
OTHERS_SPOKEN = "还有别的，不一一念了。想办哪一件，您直接问我。"
CATALOGUE_SPOKEN = "清单里有这些。{items}。当地开没开通，请先打电话问。"
FURTHER_SPOKEN = "另外还有{items}。"
COUNTER_STILL = "不想用手机、电脑的，到医保大厅窗口都能办。"
LIST_SOURCE = "依据：《{title}》，{issuer}，{day}。"
ASK_LIST = "{region}{who}{at}能办哪些业务"
ASK_AT: dict[PlaceKind | Via, str] = {
    **AT,
    PlaceKind.TOWN: "乡镇",
    PlaceKind.VILLAGE: "村里",
    PlaceKind.HOSPITAL: "医院医保窗口",
}
WAYS = "“{item}”可以这样办：{ways}"
NO_WAYS = "我这里没有写明“{item}”在哪里办。请打 {hotline} 问，或者说“人工”。"
