"""Reads from a citizen's sentence what is to be looked up in a table, if anything."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from core.lookup_results import Want, Why
from core.lookups import PlaceKind, Via
from knowledge_base.lookups.names import NameIndex
from knowledge_base.lookups.place_words import done_at, sought
from knowledge_base.lookups.product_names import asked_name, slots, unknown_name
from knowledge_base.lookups.traits import without_traits
from knowledge_base.written import unified

SHORTEST_SLIP = 4  # characters: of a shorter word one slip makes another word
SHORTEST_PART = 3  # 胰岛素 stands for every 某某胰岛素
SURE_SLIP = 0.66  # three syllables of four are right


@dataclass(frozen=True, slots=True)
class AboutProduct:
    """Ask about a drug or a consumable."""

    name: str  # with form, strength and maker as far as said
    consumable: bool


@dataclass(frozen=True, slots=True)
class AboutPlaces:
    """Ask for places of some kinds, or where an item is done near by."""

    kinds: tuple[PlaceKind, ...]
    item: str | None
    want: Want
    near_me: bool  # 离我最近: without saying where that is


@dataclass(frozen=True, slots=True)
class AboutItems:
    """Ask which items can be done at a kind of place, or by a way."""

    kind: PlaceKind | None
    via: Via | None
    who: str  # 单位 or empty


Question = AboutProduct | AboutPlaces | AboutItems


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Hold the names that the tables know."""

    drugs: NameIndex
    consumables: NameIndex
    items_in: Callable[[str], tuple[str, ...]]


# Not ours: advice on taking drugs, complaints, rules about the places themselves.
_ADVICE = re.compile(
    r"吃(多少|几|啥|什么|哪|了|完|还是|多|着|好|不好|下去|一回)|怎么(吃|用|打|服)|一天|每天|饭前|饭后|早上|晚上|临睡|副作用|"
    r"一(起|块儿?)(吃|用|服)|同时(吃|用|服)|剂量|停药|停了|加药|减药|换药|漏|忘吃|疗效|偏方|管用|有效吗|治什么|治疗|"
    r"孕妇|哺乳|忌口|该打|打多了|打在|打肚|要不要(吃|打|用)|能不能(吃|打)|可以(吃|打|服)|能(吃|打|服)吗|代替|改用|哪种药|吃药"
)
_PURCHASE = re.compile(r"集采|集中(带量)?采购|带量")
_CONTEXT = re.compile(
    r"门诊|住院|慢特?病|门特|两病|高血压|糖尿病|起付|封顶|限额|异地|外地|备案|透析|生育"
)
_COVERED = re.compile(
    r"报不报|报不抱|[能可给会让]以?不?[能可给会让]?(医保)?报|报销|报得?多少|报几|报吗|医保[能可]?以?[不能]*(管|付|出|用|覆盖)|"
    r"(走|进|用|刷|纳入)(得?了)?医保|医保(里|内|范围|支付)|自己(要|得|还得)?(出|掏|付|花)|要?自费|多少钱"
)
_DIRECT = re.compile(r"目录|木录|[甲乙丙已][类累]|自付|限价|支付限定|报销范围")
_RULES = re.compile(
    r"标准|建设|规定|政策|要求|为什么|为啥|哪一?年|什么时候|多少家|几家|多少个|怎么评|评选|申请|定的|是什么|啥意思|什么意思|"
    r"打算|设立|设置|地方设|怎么找|怎么查|查到|查得到|能不能就近|[能可]以?就近|接到|说是|自称|骗|短信|验证码|"
    r"必须|非得|最早|推广|占比|多少件|共办|怎么样|投诉|举报|奖|哪些医院|哪家医院|怎么办业务|怎么用"
)
_WHERE = re.compile(
    r"最近|附近|就近|周边|旁边|离.{0,6}近|近一?点|在哪|哪里|哪儿|哪有|哪个地方|什么地方|啥地方|地址|位置|怎么走|咋走|怎么去|咋去|导航|路线"
)
_PHONE = re.compile(r"电话|联系方式|怎么联系|手机号")
_HOURS = re.compile(
    r"几点|开门|关门|开不开|开着|上班|下班|营业|开放时间|午休|中午.{0,4}(休|开|办|有人)|"
    r"(周末|周[一二三四五六日天]|星期[一二三四五六日天]|礼拜[一二三四五六日天]).{0,6}(开|上|办|休|有人)"
)
_COUNTER = re.compile(r"^(?!.*(医院|银行|药店|社区|村|镇)).*(大厅|窗口)")  # ours, by its hours
_NEAR_ME = re.compile(r"离我|我(家)?(附近|这边|这里|旁边|周边)|我最近|^(最近|附近|就近)")
_NEAR = re.compile(r"最近|附近|就近|周边|旁边|离.{0,6}近|近一?点")
_CAN_BE_DONE = re.compile(r"办|弄|搞|整")
_WHICH = re.compile(
    r"哪些|那些|哪几|哪.{0,2}样|(可以|能).{0,4}(办|弄|搞|整).{0,3}(什么|啥|嘛|哪)|(什么|啥)(业务|事|医保|东西)|"
    r"(多少|几)(样|种|项|件)|(什么|啥|嘛)都?(能|可以).{0,2}(办|弄)|"
    r"干(点|些)?(啥|什么)|列(一下|出来|列)|挨个|可办(的)?(事项|业务)|管?办(啥|什么)"
)
_DO = re.compile(
    r"(能|可以|可|给|会|得)(在|用|到|不)?.{0,8}(办(?!法)|弄|搞|整)|(办|弄|搞|整)(得成|得了|理)|办(哪|什么|啥|几|多少)|"
    r"放[到在]|下沉|下放|(能|可以).{0,2}干(点|些)?(啥|什么)|可办|管办"
)
_NOT_A_LIST = re.compile(
    r"必须|非得|只能|多少件|占比|哪些(企业|单位|公司|人|医院|材料|病|要求|好处|方面|制度|标准|区|县|银行|药店|村|乡镇|街道|社区)|"
    r"(什么|啥|哪个?)(app|软件|小程序|公众号|网站|平台)|哪家|在哪|哪里|哪儿|怎么|咋|为什么|是什么|什么时候|哪一?年|材料|奖|"
    r"乡村|办法|是不是|受理点|地方有哪些|地点"
)
_NOT_THERE = re.compile(
    r"(不(用|想|必|愿)?|免得?)(去|到|上|跑)[^,，。]{0,4}(大厅|窗口|县城|医院|镇上|乡里)"
)
_THERE = re.compile(r"^(那|这)(儿|里|边)|^里头?")
_EMPLOYER = re.compile(r"单位|企业|公司|员工|用人")


def read(text: str, vocabulary: Vocabulary) -> Question | None:
    """Return what the sentence wants looked up; None if a table cannot answer it."""
    said = unified(text)
    return _items(said, vocabulary) or _places(said, vocabulary) or _product(text, said, vocabulary)


def _items(said: str, vocabulary: Vocabulary) -> AboutItems | None:
    """Read 哪些能在村里办; a question about one named item is none."""
    if not (_WHICH.search(said) and _DO.search(said)) or _NOT_A_LIST.search(said):
        return None
    at = _at(said)
    if at is None or vocabulary.items_in(said):
        return None
    who = "单位" if _EMPLOYER.search(said) else ""
    if isinstance(at, PlaceKind):
        return AboutItems(at, None, who)
    return AboutItems(None, at, who)


def _at(said: str) -> PlaceKind | Via | None:
    """Return where or how the items are to be done: said beside the doing, or with 在."""
    clauses = re.split(r"[,，。？?！!；;]", _NOT_THERE.sub("", said))
    for clause in clauses:
        if _DO.search(clause) or _WHICH.search(clause):
            at = done_at(clause)
            if at is not None:
                return at
    for before, clause in pairwise(clauses):
        if _THERE.search(clause):
            return done_at(before)
    staying = (done_at(clause[clause.index("在") :]) for clause in clauses if "在" in clause)
    return next((at for at in staying if at is not None), None)


def _places(said: str, vocabulary: Vocabulary) -> AboutPlaces | None:
    """Read 离我最近的医保大厅, 双通道药店几点开门, 最近哪里能办慢特病变更."""
    if _RULES.search(said):
        return None
    want = _want(said)
    if want is None:
        return None
    near_me = _NEAR_ME.search(said) is not None
    kinds = sought(said)
    if not kinds and want is Want.HOURS and _COUNTER.search(said):
        kinds = (PlaceKind.AGENCY,)
    items = vocabulary.items_in(said)
    if items and _NEAR.search(said) and _CAN_BE_DONE.search(said):
        return AboutPlaces(kinds, items[0], want, near_me)
    if not kinds or items or _another_matter(said):
        return None
    return AboutPlaces(kinds, None, want, near_me)


def _want(said: str) -> Want | None:
    if _PHONE.search(said):
        return Want.PHONE
    if _HOURS.search(said):
        return Want.HOURS
    return Want.WHERE if _WHERE.search(said) else None


def _another_matter(said: str) -> bool:
    """Tell whether the sentence is about something that is done, not about the place."""
    return (
        re.search(r"报销|备案|签约|转移|缴费|交钱|激活|查询|打印|变更|认定|下载|注册|登录", said)
        is not None
    )


def _product(text: str, said: str, vocabulary: Vocabulary) -> AboutProduct | None:
    """Read 阿司匹林能报吗; without a word on money only a bare name is taken for a question."""
    if _ADVICE.search(said) or _PURCHASE.search(said):
        return None
    direct = _DIRECT.search(said) is not None
    asked = direct or (_COVERED.search(said) is not None and not _CONTEXT.search(said))
    for consumable, names in ((False, vocabulary.drugs), (True, vocabulary.consumables)):
        name = asked_name(text, names, asked=asked)
        if name is not None:
            return AboutProduct(name, consumable)
    if not asked:
        return None
    name = unknown_name(text)
    if name is not None:
        return AboutProduct(name, consumable=False)
    return _slip(text, vocabulary)


def _slip(text: str, vocabulary: Vocabulary) -> AboutProduct | None:
    """Take a word that is nearly a name, or the chief part of several names."""
    for name in slots(text):
        for consumable, names in ((False, vocabulary.drugs), (True, vocabulary.consumables)):
            hits = names.search(without_traits(name), limit=1) if len(name) >= SHORTEST_PART else ()
            shortest = SHORTEST_SLIP if hits and hits[0].why is Why.CLOSE else SHORTEST_PART
            if hits and hits[0].score >= SURE_SLIP and len(name) >= shortest:
                return AboutProduct(name, consumable)
    return None
