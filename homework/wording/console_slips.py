"""Words of the console's page of family slips (家庭反馈条)."""

from __future__ import annotations

from homework.views import band

ABOUT = (
    "一户一张,扫条填报按一户一票计算。做好的打印文件里没有姓名,顺序已打乱:裁开后随手发,不按学号。"
)
ONCE = "链接只在打印文件里有,系统里不留:做好就打印,打印后删除文件。"
WHOLE_SCHOOL = "新学年全校一次印完,请信息老师运行:python app.py slips --new-year"
ISSUED_BEFORE = "这个班本学年已经发过。添几张请选“补几张”;旧条没有发出去,请选“重印一批”。"
NOT_ISSUED = "这个班本学年还没有发过,请选“发一批”。"
NO_CLASS = "请选一个班级。"
NO_CODE = "没有找到这个家庭码:可能抄错了,或者已经作废、过期。"
CHANGE_ABOUT = (
    "丢了、被别人拍了照,按条上的家庭码处理。换一张:旧条作废,绑定的手机不变。"
    "作废:绑定的手机全部解除,已记下的反馈不变,再用“补几张”给这家一张新的。"
)
NONE_YET = "本学年还没有发"


def bad_count(most: int) -> str:
    """张数要在1到80之间。"""
    return f"张数要在1到{most}之间。"


def count_words(open_count: int, used: int) -> str:
    """45张,5–9户在用: bands, since a class of few families would else be counted one by one."""
    return f"{open_count}张,{band(used)}在用"


def closed(class_name: str) -> str:
    """What the page says after closing one."""
    return f"{class_name}的这张家庭反馈条已作废,绑定的手机已全部解除。"
