"""Words of the console's page of family slips (家庭反馈条)."""

from __future__ import annotations

from homework.views import band

ABOUT = (
    "一户一张,扫条填报按一户一票计算。做好的打印文件里没有姓名,顺序已打乱:裁开后随手发,不按学号。"
)
ONCE = "链接只在打印文件里有,系统里不留:做好就打印,打印后删除文件。"
WHOLE_SCHOOL = "新学年全校一次印完,请管理员运行:python app.py slips --new-year"
ISSUED_BEFORE = "这个班本学年已经发过。添几张请选“补几张”;旧条没有发出去,请选“重印一批”;条子被拍过,请选“全班换新”。"
NOT_ISSUED = "这个班本学年还没有发过,请选“发一批”。"
NO_CLASS = "请选一个班级。"
NO_CODE = "没有找到这个家庭码:可能抄错了,或者已经作废、过期。"
CHANGE_ABOUT = (
    "按条上的家庭码处理。只是丢了、坏了:换一张,旧条作废,绑定的手机不变。"
    "可能被别人拍了照、先用了:换一张并解除手机,旧条上的手机从现在起都不算这一家,"
    "这家的手机用新条各扫一次就接上。不再用了:作废,绑定的手机全部解除,已记下的反馈不变。"
)
SURPLUS_ABOUT = (
    "一张条三台设备,一个人三张条,多出来的照常答复、可以查看和删除,但不计入;"
    "条子可能被拍过、转发过。不知道是哪一张时,选“全班换新,旧条全部作废”,各家用新条重新扫一次。"
)
NONE_YET = "本学年还没有发"


def bad_count(most: int) -> str:
    """张数要在1到80之间。"""
    return f"张数要在1到{most}之间。"


def count_words(open_count: int, used: int) -> str:
    """45张,5–9户在用: bands, since a class of few families would else be counted one by one."""
    return f"{open_count}张,{band(used)}在用"


def surplus_words(devices: int, people: int, most_slips: int) -> str:
    """What was put aside behind a class's slips; empty where nothing was."""
    said = []
    if devices:
        said.append(f"另有{devices}台是同一张条的第四台及以后,未计入")
    if people == 1:
        said.append(f"一台设备用了{most_slips}张条,多出的未计入")
    if people > 1:
        said.append(f"{people}台设备各用了三张以上的条(最多{most_slips}张),多出的未计入")
    return ";".join(said)


def closed(class_name: str) -> str:
    """What the page says after closing one."""
    return f"{class_name}的这张家庭反馈条已作废,绑定的手机已全部解除。"
