"""Holds every sentence that is said about photographs."""

from __future__ import annotations

from core.photos import DocumentKind

SAID = "［照片］"  # stands in the transcript for a photograph

KINDS = {
    DocumentKind.ID_CARD: "身份证有头像的一面",
    DocumentKind.ID_CARD_BACK: "身份证有国徽的一面",
    DocumentKind.HOUSEHOLD_REGISTER: "户口簿",
    DocumentKind.BIRTH_CERTIFICATE: "出生医学证明",
    DocumentKind.BANK_CARD: "银行卡",
    DocumentKind.INVOICE: "医疗收费票据",
    DocumentKind.DISCHARGE_RECORD: "出院记录",
    DocumentKind.DIAGNOSIS: "诊断证明",
    DocumentKind.OTHER: "别的材料",
}
LABELS = {
    "name": "姓名",
    "id_number": "身份证号码",
    "birth_date": "出生日期",
    "address": "住址",
    "bank_card": "银行卡号",
    "bank": "开户银行",
    "amount": "金额",
    "invoice_number": "票据号码",
    "hospital": "医院名称",
    "diagnosis": "诊断",
    "admission_date": "入院日期",
    "discharge_date": "出院日期",
    "mother": "母亲姓名",
    "valid_until": "有效期",
}

# Why a photograph is refused, and what to do.
TOO_LARGE = "这张照片太大，超过了 10 兆。请把手机相机的画质调低一点，再拍一张。"
TOO_MANY_PIXELS = "这张照片的尺寸太大，打不开。请用手机直接拍一张发来。"
TOO_SMALL = "这张照片太小，看不清字。请发原图，或者离近一点再拍一张。"
BROKEN = "这张照片没有传完整，打不开。请重新发一次。"
MOVING = "这是会动的图片，看不了。请拍一张普通照片发来。"
NOT_A_PICTURE = "这个文件不是照片，打不开。请用手机拍一张照片发来。"
HEIC = "这是苹果手机的 HEIC 格式，打不开。请在“设置、相机、格式”里选“兼容性最佳”，再拍一张。"
OTHER_FORMAT = "这种图片格式打不开。请用手机拍一张普通照片发来。"
TOO_MANY = "您在这里已经发了 20 张照片，不能再发了。请说“人工”，让工作人员帮您。"
TOO_FAST = "您发得有点快，我看不过来。请过一分钟再发。"
NOT_DELETED = "这张照片已经随申请交上去了，不能删。想撤回请说“人工”。"

# What is wrong with a photograph that was taken in.
BLURRED = "照片有点糊，请把手机拿稳、离近一点再拍一张。"
DARK = "照片太暗了，请到亮一点的地方再拍一张。"
OVEREXPOSED = "照片太亮了，字都白了。请避开强光再拍一张。"
GLARE = "照片上有一块反光，请换个角度再拍一张。"
CUT_OFF = "照片没有拍全，请把四个角都拍进去，再拍一张。"
NO_TEXT = "照片上没有认出字来。请把材料放平、照亮，再拍一张。"
WRONG_KIND = "这像是{seen}，这里要的是{wanted}。"
UNKNOWN_KIND = "没看出这是什么材料。请对准要拍的那一张，再拍一次。"
NOT_CLEAR = "{labels}没看清，请您自己说一遍。"
ID_NUMBER_WRONG = "身份证号码没看准，请您自己说一遍。"
BIRTH_DATE_WRONG = "出生日期和身份证号码对不上。请您核对后自己说一遍。"
BANK_CARD_WRONG = "银行卡号没看准，请您自己说一遍。"
AMOUNT_WRONG = "大写和小写的金额对不上，请您自己说金额。"
DAYS_WRONG = "入院和出院的日期对不上，请您自己说一遍。"
UNREAD = "照片收到了，可是这会儿读不出上面的字。请您自己说给我听。"


def not_clear(keys: tuple[str, ...]) -> str:
    """Say which values could not be read; `keys` are those of a PhotoReading."""
    return NOT_CLEAR.format(labels="、".join(LABELS[key] for key in keys))


def wrong_kind(seen: DocumentKind, wanted: DocumentKind) -> str:
    """Say that another paper was asked for; the sides of an identity card only where it matters."""
    sides = {DocumentKind.ID_CARD, DocumentKind.ID_CARD_BACK}
    names = KINDS if {seen, wanted} == sides else {**KINDS, **dict.fromkeys(sides, "身份证")}
    return WRONG_KIND.format(seen=names[seen], wanted=names[wanted])
