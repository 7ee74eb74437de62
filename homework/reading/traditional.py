"""Traditional characters of school talk (繁体字) and their simplified forms, one for one."""

from __future__ import annotations

# Only characters that occur in what families write about homework: a full table would be a
# dictionary, and a character left alone does no harm.
TRADITIONAL = (
    "國語數學鐘鍾時點錄寫聽讀誦預習練冊題單詞課業畫書體樂術歷曆勞動實驗觀測勵標組級"
    "長簽對檢查訂錯號張頁個兩幾無沒還這過後樣來從給說話講記憶筆劃線圖報詩讓幫陪買賣"
    "開關門問間閱讚謝請於與為當會並們媽爸爺師園員陽陰東車馬魚鳥龍鳳區際傳發視頻"
    "網電腦機應軟擾碼貼紙剪縫補製拼疊衣掃潔鍛鍊運跳繩貳參肆陸柒捌玖億萬華漢字義務"
    "總計結論選擇難題項種類複雜簡單準備遠離隨規則達極緊張輕鬆態節資訊產業條約額順"
    "綜合評價優績評審質變氣溫熱環積極維護團隊協認識獨創產環譜線彈鋼琴絃舊鄰連續"
    "聲調詢諮誰麼嗎嘆嗚嘍囉週歲舉幹淨壓軸幾何圓錐導數雙單雲風飛紅藍綠黃隻頭顏髮"
    "儘盡夠臺灣灘燈爐犬獎勝負賽趕趙轉載輯輸農邊遲適遊戲錢鎖鏡鐵閉闖靜頂領頓顧飯飲"
    "餘館驚麗點齊齡濟減滿漸濃潤澤測湯決準滅烏煩營牆狀獅獲現瑪瓊產畢異痛瘋盤眾確礎禮"
    "豎臥撐墊繪籤曬擴縮註釋韻籃餃澆養蠶裡裏爲啓參綱競衛誌彙絕"
)
SIMPLIFIED = (
    "国语数学钟钟时点录写听读诵预习练册题单词课业画书体乐术历历劳动实验观测励标组级"
    "长签对检查订错号张页个两几无没还这过后样来从给说话讲记忆笔划线图报诗让帮陪买卖"
    "开关门问间阅赞谢请于与为当会并们妈爸爷师园员阳阴东车马鱼鸟龙凤区际传发视频"
    "网电脑机应软扰码贴纸剪缝补制拼叠衣扫洁锻炼运跳绳贰叁肆陆柒捌玖亿万华汉字义务"
    "总计结论选择难题项种类复杂简单准备远离随规则达极紧张轻松态节资讯产业条约额顺"
    "综合评价优绩评审质变气温热环积极维护团队协认识独创产环谱线弹钢琴弦旧邻连续"
    "声调询咨谁么吗叹呜喽啰周岁举干净压轴几何圆锥导数双单云风飞红蓝绿黄只头颜发"
    "尽尽够台湾滩灯炉犬奖胜负赛赶赵转载辑输农边迟适游戏钱锁镜铁闭闯静顶领顿顾饭饮"
    "余馆惊丽点齐龄济减满渐浓润泽测汤决准灭乌烦营墙状狮获现玛琼产毕异痛疯盘众确础礼"
    "竖卧撑垫绘签晒扩缩注释韵篮饺浇养蚕里里为启参纲竞卫志汇绝"
)
# Written Cantonese: other characters for everyday words, one for one (冇作业, 温咗半个钟).
CANTONESE = dict(
    zip("冇咗嘅唔喺啲佢嗰乜嚟畀睇㗎锺攞", "没了的不在些他那什来给看啊钟拿", strict=True)
)
TO_SIMPLIFIED = {ord(t): s for t, s in zip(TRADITIONAL, SIMPLIFIED, strict=True) if t != s}
TO_SIMPLIFIED |= {ord(c): s for c, s in CANTONESE.items()}
