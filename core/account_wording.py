"""Holds every sentence about accounts of staff: signing in, passwords, one-time codes."""

from __future__ import annotations

# Signing in
ACCOUNT_LOCKED = "输错次数太多，这个账号暂时锁定。请在{until}以后再试；着急的话，请找安全管理员。"
ADDRESS_LOCKED = "这里输错次数太多，暂时不能登录。请在{until}以后再试。"
TODAY = " {at:%H:%M} "
OTHER_DAY = " {at.month}月{at.day}日 {at:%H:%M} "
CODE_WANTED = "请输入手机上的动态口令。手机不在身边，可以用一个备用码。"
CODE_WRONG = "动态口令不对，或者已经用过。请等手机上换了新的再试。"
ACCOUNT_CLOSED = "这个账号已经停用。需要的话，请联系安全管理员。"

# 统一身份认证 (OpenID Connect)
OPENID_TITLE = "统一身份认证登录"
OPENID_WAY_BACK = "返回登录页面"
OPENID_AWAY = "统一身份认证现在连不上。请用工号和密码登录，或者过一会儿再试。"
OPENID_OVER = "这次登录已经过期，或者已经用过。请返回登录页面，重新登录。"
OPENID_NOT_DONE = "统一身份认证没有完成。请返回登录页面，重新登录。"
OPENID_REFUSED = (
    "统一身份认证返回的信息没有通过核对，不能登录。请用工号和密码登录，或者联系安全管理员。"
)
OPENID_NO_ACCOUNT = (
    "统一身份认证已经通过，但您的工号在办事台还没有账号。需要的话，请联系安全管理员开通。"
)
OPENID_STAYS = (
    "您已退出办事台。统一身份认证那边没有退出：离开这台电脑前，请在那边退出，或者关闭浏览器。"
)
OPENID_NOT_THERE = "本系统没有接通统一身份认证，请用工号和密码登录。"

# Why a session is over
REPLACED = (
    "您的账号刚刚在另一处登录，这里已经退出。如果不是您本人，请马上改密码，并告诉安全管理员。"
)
IDLE = "您有一段时间没有操作，为了安全已经退出。请重新登录。"
OVER = "登录时间到了，请重新登录。"
ENDED_EVERYWHERE = "这个账号已经在所有地方退出。请重新登录。"

# What an account still owes
OWES_PASSWORD = "请先修改密码，再开始工作。"
OWES_CODE = "请先绑定动态口令，再开始工作。"
NO_CODE_YET = "您还没有绑定动态口令，只靠密码不够安全。请绑定手机上的动态口令应用。"

# Passwords
PASSWORD_SHORT = "密码太短，至少要 {least} 个字符。"
PASSWORD_SIMPLE = (
    "密码太简单。大写字母、小写字母、数字、符号至少要有三种，或者长度达到 {long} 个字符。"
)
PASSWORD_REPEATS = "密码里重复的字符太多，请换一个。"
PASSWORD_GUESSED = "密码里有太常见的组合，容易被猜到，请换一个。"
PASSWORD_NAME = "密码里不要有工号或姓名，请换一个。"
PASSWORD_SAME = "新密码不能和原来的一样。"
OLD_PASSWORD_WRONG = "原来的密码不对，请再核对一下。"

# One-time codes
NO_SECRET_YET = "请先重新扫描二维码，再输入动态口令。"
CODE_REQUIRED = "按规定每个账号都要绑定动态口令，不能解除。"

# Administrators
NO_SYSTEM_DUTY = "您的账号没有系统管理的职责。"
NO_AUDIT_DUTY = "您的账号没有审计管理的职责。"
NO_SECURITY_DUTY = "您的账号没有安全管理的职责。"
SEPARATED = "系统管理、审计管理、安全管理三个职责，一个人只能有一个。"
UNKNOWN_DUTY = "没有这个职责，请从名单里选择。"
TWO_PERSONS = "申请人不能自己批准，请另一位管理员批准。"
NEEDS_APPROVAL = "申请已经提交，要由另一位管理员批准以后才生效。"
NAME_TAKEN = "这个工号已经有账号了。"
OWN_ACCOUNT = "不能对自己的账号做这一步，请另一位管理员来做。"
REQUEST_GONE = "这个申请已经处理过了。"
REQUEST_WAITS = "这个账号已经有一个同样的申请在等批准。"
SECURITY_DECIDES = "这一步要有安全管理员参与，请安全管理员来批准。"
NOT_ADMINISTRATOR = "您的账号没有系统管理或安全管理的职责，不能管理账号。"
DUTIES_SAME = "职责没有变化，不用提交申请。"
IS_CLOSED = "这个账号已经停用，请先重新启用。"
NOT_CLOSED = "这个账号没有停用，不用重新启用。"
TERMS_WAIT = "已经有一个调整保存期限的申请在等批准。"
TERMS_SAME = "期限没有变化，不用提交申请。"
NO_PHONE = "这个账号没有绑定动态口令，不用解除。"

# Edges
FOREIGN_PAGE = "这个请求不是从本站的页面发出的，没有受理。请回到医保办事台再试。"
TOO_OFTEN = "操作太频繁了，请等 {seconds} 秒再试。着急的话，请打 {hotline}。"
TICKET_OVER = "连接凭证已经失效，请刷新页面。"
