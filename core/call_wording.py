"""Holds every sentence that is said around a video call."""

from __future__ import annotations

ASK_RECORDING = "这次视频可以录像吗？\n录像只用来核对办事经过。\n您可以不同意，一样给您办。"
RECORDING_VERSION = "1"  # to be raised whenever the words of ASK_RECORDING change

OPEN_CALL = "工作人员{name}请您打开视频。\n点下面的按钮就行。"
OPEN_CALL_TITLE = "打开视频"
CITIZEN = "市民"

LINK_NOT_VALID = "这个链接用过了，或者过期了。请回到聊天页，再点一次“打开视频”。"
NO_CALL = "现在没有等您的视频。请先在聊天页说“我要视频办”。"
NOT_YOUR_CALL = "这个视频不是您在办。"
CALL_ENDED = "这次视频已经结束了。"
NOT_YOURS_TO_DO = "这一步要由对方来做。"
BAD_FRAME = "这一步没有成功，请再试一次。"
BAD_OFFER = "视频没有接上，请再试一次。"
NO_MEDIA = "视频暂时接不上。可以先打字，或者改打电话。"
NO_SUPERVISION_NOW = "现在是两边直连，不能旁听，请稍后再试。"
SUPERVISED_ALREADY = "已经有督导在这个视频里了。"
FAMILY_LIMIT = "家属座位有人了，请先请他退出。"
NO_SUCH_AGENT = "没有这个班组或同事，请重新选。"

CITIZEN_LOST = "市民断线一分钟了。可以改打字，或者约时间回电。"
AGENT_LOST = "工作人员断线了。您的位置和表单都还在，请稍等。"
TAKEN_OVER = "现在由{name}为您办理。"

# Spoken or typed exactly so, it is the citizen's own confirmation of the form.
AGREEMENTS = frozenset({"同意", "我同意", "同意提交", "我看过了，同意提交", "我看过了同意提交"})
