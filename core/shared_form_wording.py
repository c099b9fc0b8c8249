"""Holds every sentence about the form that citizen and agent fill together in a call."""

from __future__ import annotations

CALL_OVER = "视频已经结束，不能再改了。"
NO_FORM = "现在没有打开的表单。请先选要办的业务。"
NOT_YOURS = "这一步要由{who}来做。"
CITIZEN = "办事人本人"
AGENT = "工作人员"
FAMILY = "家里人"
OBSERVER = "旁听的人只能看，不能填。"
NOT_ASKED = "这份表单不用填这一项。"
HELD = "{name}正在填“{label}”，请等一下。"
CHANGED_MEANWHILE = "“{label}”刚才被{name}改过了，请看一下再填。"
FORM_CHANGED = "表单刚才有改动，“{label}”请看一下再填。"
SUBMITTED_ALREADY = "已经提交了，不能再改。"
BEING_SUBMITTED = "正在提交，请等一下。"
NOT_COMPLETE = "还没填完，还差：{labels}。"
WRONG = "“{label}”还要改：{problem}"
CONFIRM_FIRST = "要先请办事人看一遍，点“同意”。"
AGREE_FIRST = "请先看一遍，点“同意”，再签名。"
LOOK_AGAIN = "表单刚才改过，请再看一遍。"
SIGN_FIRST = "要先请办事人签名。"
OPEN_ALREADY = "“{item}”还开着。请先办完它，或者先放下。"
NOTHING_TO_FILL = "“{item}”不用填表，不能在这里提交。"
NO_SUCH_ITEM = "没有这项业务，请重新选。"
EDITED_AFTER = "“{label}”改过了，请办事人再看一遍。"
PHOTO_AFTER = "收到了新照片，请办事人再看一遍。"
TAKEN_BACK = "办事人要再看一看。"
CONFIRMED = "办事人已同意这份表单。"
PHOTO_NOT_TAKEN = "这张照片没有收下，请再拍一张。"

BY_CHAT = "聊天时填的"
BY_PHOTO = "照片识别"
FILLED = "已填"
REJECTED = "这一项还要改"
PHOTO_TOLD = "收到材料照片"

SIGNATURE_TOO_BIG = "签名图片太大了，请清除后再签一次。"
SIGNATURE_UNREADABLE = "签名没有收到，请再签一次。"
SIGNATURE_SIZE = "签名图片的大小不对，请再签一次。"
SIGNATURE_BLANK = "还没有看到签名，请用手指写上姓名。"

TOLD = {
    "form_opened": "打开表单“{item}”",
    "form_set": "{who}填了“{label}”",
    "form_cleared": "{who}清空了“{label}”",
    "form_rejected": "{who}填的“{label}”没有通过核对",
    "form_photographed": "照片识别填了：{labels}",
    "form_confirmed": "办事人同意（{way}）",
    "form_unconfirmed": "办事人要再看一看",
    "form_signed": "办事人签名",
    "form_handed_in": "工作人员提交",
}
WAYS = {"button": "点按钮", "key": "按 1", "voice": "说“同意”"}
