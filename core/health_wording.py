"""Words how the parts of the product are, for staff."""

from __future__ import annotations

PARTS = {
    "database": "数据库",
    "rasa": "对话引擎",
    "knowledge": "政策库检索",
    "desk": "人工排队",
    "speech": "语音引擎",
    "phone": "电话线路",
    "media": "视频通道",
    "evidence": "视频存证",
    "wechat": "微信服务号",
    "models": "模型签名",
    "audit": "审计记录",
    "disk": "磁盘空间",
    "backup": "备份",
}
OVERALL = {
    "ok": "一切正常，群众可以办事。",
    "degraded": "群众还能办事，但有的地方不正常，请看下面。",
    "down": "群众现在办不了事，请马上处理。",
}
NO_DUTY = "这个账号没有系统管理或值班长的职责，不能看运行状态。"

NO_ANSWER = "没有应答。"
DATABASE_AWAY = "数据库没有应答，查不到。"
DATABASE_SLOW = "应答太慢，一次要 {seconds:.1f} 秒。"
RASA_AWAY = "没有应答，智能办件停了；政策问答和转人工还在。"
INDEX_LOADING = "还没有装好，政策问题暂时答不了。"
RELEASE_BEHIND = "还在用第 {served} 版，最新是第 {newest} 版。"
QUEUE_LONG = "有人已经等了 {minutes} 分钟。"
SPEECH_LOADING = "{engine}还没有准备好。"
HEARING, SPEAKING = "语音识别", "语音合成"
LINE_SILENT = "电话程序没有消息，电话可能打不进来。"
LINES_TAKEN = "{calls} 条线路全部占用。"
NOT_REGISTERED = "没有登记到电话交换机。"
MEDIA_SOME = "{wanted} 个视频程序中只有 {there} 个应答。"
UNSEALED_LONG = "有通话结束 {minutes} 分钟了，存证还没有封存。"
INBOX_LONG = "有微信消息 {minutes} 分钟没有答复。"
OUTBOX_LONG = "有要发到微信的消息 {minutes} 分钟没有发出。"
MODELS_UNSIGNED = "没有设置签发者的公钥，模型没有核对签名就装入了。"
AUDIT_FLAW = "第 {number} 条审计记录与写入时不一致。"
AUDIT_OLD = "已经 {hours} 小时没有核对。"
NEVER_BACKED_UP = "还没有做过备份。"
BACKUP_OLD = "上一次备份是 {hours} 小时以前。"
DISK_LOW = "只剩 {gigabytes:.1f} GB。"
