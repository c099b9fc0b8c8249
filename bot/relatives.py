"""Recognises for which relative or friend a citizen acts."""

from __future__ import annotations

import re

# What people say -> the word that we use back to them.
RELATIVES = {
    "母亲": ("母亲", "妈妈", "老妈", "我妈", "俺妈", "我娘", "俺娘", "老娘"),
    "父亲": ("父亲", "爸爸", "老爸", "我爸", "俺爸", "我爹", "俺爹", "老爹"),
    "岳母": ("岳母", "丈母娘"),
    "岳父": ("岳父", "老丈人"),
    "婆婆": ("婆婆",),
    "公公": ("公公",),
    "爱人": ("老伴", "爱人", "老婆", "媳妇", "老公", "丈夫", "妻子", "老头子", "俺家那口子"),
    "爷爷": ("爷爷",),
    "奶奶": ("奶奶",),
    "外公": ("外公", "姥爷"),
    "外婆": ("外婆", "姥姥"),
    "儿子": ("儿子",),
    "女儿": ("女儿", "闺女", "姑娘"),
    "孩子": ("孩子", "娃", "宝宝", "小孩"),
    "孙子": ("孙子", "外孙"),
    "孙女": ("孙女", "外孙女"),
    "哥哥": ("哥哥", "我哥", "俺哥"),
    "姐姐": ("姐姐", "我姐", "俺姐"),
    "弟弟": ("弟弟",),
    "妹妹": ("妹妹",),
    "邻居": ("邻居", "街坊"),
    "朋友": ("朋友",),
    "家里人": ("家里人", "家人", "亲戚", "亲友", "老人家"),
}
# "去儿子那边看病", "孩子让我办" name a relative for whom nothing is done.
FOR = r"(替|帮|给|为|代|代替)(我|俺|咱|我们|自己|家里)?(的|家)?(老|小)?"
OWN = r"^(我|俺|咱)(的|家|家里)?"
# 街坊说能办, 搬到闺女家: they are only spoken of.
ONLY_SPOKEN_OF = r"(?!说|讲|告诉|介绍|提|家|那[边儿里]|让|叫|们)"
NEEDS = r".{0,6}(的)?(高血压|糖尿病|慢特?病|透析|医院|签约|备案|想换|要换|想办|要办|要去|去看病)"


def relative_in(text: str) -> str | None:
    """Return for whom the speaker acts, in our word, or None if it is for himself."""
    for word, names in RELATIVES.items():
        spoken = "|".join(sorted(names, key=len, reverse=True))
        named = f"({spoken}){ONLY_SPOKEN_OF}"
        if re.search(f"{FOR}{named}", text) or re.search(f"(?:{OWN})?{named}{NEEDS}", text):
            return word
    return None
