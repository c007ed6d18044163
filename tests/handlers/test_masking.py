"""What staff must never see of a question, and what they need."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.masking import LONGEST, mask


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("我叫王小明，能落户吗", "我叫［姓名］,能落户吗"),
        ("老婆李秋月户口在老家", "老婆［姓名］户口在老家"),
        ("本人沈一帆，社保十年", "本人［姓名］,社保十年"),
        ("孙木兰，想问补缴", "［姓名］,想问补缴"),
        ("我们经理姓温，说不能报", "我们经理姓［姓名］,说不能报"),
        ("身份证110101198503071234够不够", "身份证［号码］够不够"),
        ("1 1 0 1 0 1 1 9 8 5 0 3 0 7 1 2 3 4", "［号码］"),
        ("电话 138 0013 8000 打给我", "电话 ［号码］ 打给我"),
        ("打一三八零零一三八零零零", "打［号码］"),
        ("加微信abc12345聊", "加微信［账号］聊"),
        ("发到 someone@example.com", "发到 ［账号］"),
        ("看 https://example.com/a?b=1", "看 ［链接］"),
        ("护照E12345678能用吗", "护照［账号］能用吗"),
        ("车牌京A12345", "车牌［号码］"),
        ("我1985年3月7日出生", "我［生日］出生"),
        ("我在云上百川科技有限公司上班", "我在［单位］上班"),
        ("俺老板开的一帆风顺五金店不交社保", "俺老板开的［单位］不交社保"),
        ("老板娘开的和顺斋面馆交的社保", "老板娘开的［姓名］面馆交的社保"),
        ("我在会计师事务所，单位能申报吗", "我在会计师事务所,单位能申报吗"),
        ("车牌京AD 31 862", "车牌［号码］"),
        ("车牌京AF·20931", "车牌［号码］"),
        ("家在翠谷新区三区 6#楼 2-301", "家在［地址］"),
        ("乜长河 13800138000 问名次", "［姓名］ ［号码］ 问名次"),
        ("房本号 13800138000 对吗", "房本号 ［号码］ 对吗"),
        ("又出幺蛾子，系统登不上", "又出幺蛾子,系统登不上"),
        ("寄到翠云里七号楼三单元二零一", "［地址］"),
        ("社保时间2011.03—2019.10", "社保时间2011.03—2019.10"),
        ("201203-201911在海淀交的", "201203-201911在海淀交的"),
        ("0.25*12+1*6算对了吗", "0.25*12+1*6算对了吗"),
        ("交税98120.40元能加几分", "交税98120.40元能加几分"),
        ("个税 101200 98000.5 够吗", "个税 101200 98000.5 够吗"),
        ("我是葫芦岛人，户口在老家", "我是葫芦岛人,户口在老家"),
        ("我叫了两次公司都不给办", "我叫了两次公司都不给办"),
        ("电话1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣", "电话［号码］"),
        ("房本2019.03.22办的", "房本2019.03.22办的"),
        ("社保补到2024-11-30", "社保补到2024-11-30"),
        ("2008年9月1日以前的工龄呢", "2008年9月1日以前的工龄呢"),
        ("2026-05-06 18:00截止吗", "2026-05-06 18:00截止吗"),
        ("得分是70.5+20.25-8.5吗", "得分是70.5+20.25-8.5吗"),
        ("每月交社保公积金2800", "每月交社保公积金2800"),
        ("公积金账号1234567890", "公积金账号［号码］"),
        ("前年排第6210 去年6105", "前年排第6210 去年6105"),
        ("家住清泉里三区12号楼2单元301，算郊区吗", "家住［地址］,算郊区吗"),
        ("帮穆清河查一下排名", "帮［姓名］查一下排名"),
        ("曹景行的档案转好了吗", "［姓名］的档案转好了吗"),
        ("我老板(马立新)不盖章", "我老板(［姓名］)不盖章"),
        ("郭 永 昌 问补缴", "［姓名］ 问补缴"),
        ("我姓欧阳，年龄分几分", "我姓［姓名］,年龄分几分"),
        ("单名婧字的能查到吗", "单名［姓名］字的能查到吗"),
        ("my name is Lin Mei,外籍能报吗", "my name is ［姓名］,外籍能报吗"),
        ("加群 @lh_bj_help", "加群 ［账号］"),
        ("我在京东上班", "我在［单位］上班"),
        ("我是腊月初六生的", "我是［生日］生的"),
        ("社保基数35283算高吗", "社保基数35283算高吗"),
        ("一个月工资18000交多少税", "一个月工资18000交多少税"),
        ("从200906交到202610一共多少月", "从200906交到202610一共多少月"),
        ("收件人写 淳于建国 行吗", "收件人写 ［姓名］ 行吗"),
        ("去年排6231名", "去年排6231名"),
        ("录取6004人", "录取6004人"),
        ("京人社开发发〔2020〕8号第几条", "京人社开发发〔2020〕8号第几条"),
        ("国发〔2014〕25号还有效吗", "国发〔2014〕25号还有效吗"),
        ("三甲医院的护士算人才吗", "三甲医院的护士算人才吗"),
        ("我在IT公司上班", "我在IT公司上班"),
        ("开了个小饭馆自己交社保", "开了个小饭馆自己交社保"),
        ("我叫车过去办", "我叫车过去办"),
        ("在顺义上班住通州算职住吗", "在顺义上班住通州算职住吗"),
        ("201507开始缴的社保", "201507开始缴的社保"),
        ("2026年4月15日截止吗", "2026年4月15日截止吗"),
        ("2018-2022年的线", "2018-2022年的线"),
        ("115.25分够不够", "115.25分够不够"),
        ("年薪1000000元", "年薪1000000元"),
        ("派出所办居住证吗", "派出所办居住证吗"),
        ("有限公司能申报吗", "有限公司能申报吗"),
        ("老公叫我别交社保", "老公叫我别交社保"),
        ("105.42 109.92 114.46 涨得好快", "105.42 109.92 114.46 涨得好快"),
        ("2022 2023 2024 这三年的税", "2022 2023 2024 这三年的税"),
        ("社保 2020 2021 都在交", "社保 2020 2021 都在交"),
        ("交税分别102000 98700 131000", "交税分别102000 98700 131000"),
        ("我家住北五环外，算郊区吗", "我家住北五环外,算郊区吗"),
        ("我叫了快车 租房能申报吗", "我叫了快车 租房能申报吗"),
    ],
)
def test_mask(typed: str, kept: str) -> None:
    assert mask(typed) == unicodedata.normalize("NFKC", kept).replace("[", "［").replace("]", "］")


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("车公庄租房给备案吗", id="station like a name"),
        pytest.param("安贞归哪个派出所管", id="neighbourhood like a name"),
        pytest.param("齐齐哈尔的大专学历认不认", id="distant city"),
        pytest.param("于家务乡算城六区外吗", id="township"),
        pytest.param("家住顺义,单位在国贸", id="home by a known place"),
        pytest.param("我家在沙河,在上地上班", id="work by a known place"),
        pytest.param("中央财经大学在职硕士认吗", id="school named for its degree"),
        pytest.param("和平里派出所说要等调档", id="office of the city"),
        pytest.param("央企二级公司劳务合同", id="kind of company"),
        pytest.param("万一公司注销了补缴找谁", id="linking word before a company"),
        pytest.param("页面的温馨提示看不懂", id="word like a name"),
        pytest.param("本人已婚未育", id="usual words behind 本人"),
        pytest.param("我叫公司去报他们不会弄", id="calling the employer"),
        pytest.param("我住进去六年了一分没拿", id="having moved in"),
        pytest.param("加微信进群靠谱吗", id="chat words"),
        pytest.param("房子总价3260000,贷款1800000", id="prices"),
        pytest.param("全市21890000人才给6000", id="population"),
        pytest.param("分别排2000 4000 6000 8000", id="round ranks"),
        pytest.param("历年6000 6019 6045 6006 6003 6004", id="numbers of people"),
        pytest.param("工资 12000 15000 19000 够吗", id="salaries"),
        pytest.param("2021年6045 2022年6006 2023年6003人", id="number behind each year"),
        pytest.param("2020年线97.13 2021年100.88", id="line behind each year"),
        pytest.param("36+33+26-10.5=84.5对吗", id="sum"),
        pytest.param("(10+3+26)*1=39?", id="sum in brackets"),
        pytest.param("2006.03-2011.12,2012.02-今", id="periods"),
        pytest.param("20090801开始参保的", id="date that is no birthday"),
        pytest.param("我09年3月到12年8月在丰台上班", id="short years before work"),
        pytest.param("缴税120000一年给2分", id="numeral behind a figure"),
        pytest.param("12333和12366都打不通", id="hotlines"),
        pytest.param("文号写的京人社开发发8号", id="document number without brackets"),
        pytest.param("公租房5号院那种算自有吗", id="one number behind plain words"),
    ],
)
def test_plain_questions_stay_readable(typed: str) -> None:
    assert mask(typed) == unicodedata.normalize("NFKC", typed)


@pytest.mark.parametrize(
    ("typed", "detail"),
    [
        ("我叫小蔡,全名蔡不凡", "蔡不凡"),
        ("俺爹叫赵有粮 户口在村里", "赵有粮"),
        ("刘敏和赵刚离婚后房子怎么算", "赵刚"),
        ("单位介绍信写的是刘一手,少个字", "刘一手"),
        ("我们主任郎平安签字算数不", "郎平安"),
        ("我嫂子田甜想随我哥落户", "田甜"),
        ("申报人一栏写的是「夏末」", "夏末"),
        ("姓:边 名:小溪", "小溪"),
        ("我们老板那个「小豆子串吧」没给交社保", "小豆子"),
        ("我们学校(育才双语)是民办的", "育才双语"),
        ("在北京朗朗学堂教育咨询有限公司上班", "朗朗"),
        ("社保由上海外服代缴", "外服"),
        ("单位全称北京天合众邦咨询服务中心", "天合众邦"),
        ("家在望京花家地西里三区,二层那家", "花家地"),
        ("租在天通苑北三区没备案", "北三区"),
        ("人在回龙观云趣硅谷C区6-1-502", "云趣硅谷"),
        ("租的是清泉里小区17楼2门402", "17楼"),
        ("搬到了燕郊福成五期", "福成"),
        ("联系我:139。0011。2233", "2233"),
        ("📱137★0022★3344", "3344"),
        ("我手机13800138000人在外地", "13800138000"),
        ("370102198611230518,86年的", "370102198611230518"),
        ("我老公证件后四位003x", "003x"),
        ("我的微信是mmz加0304", "mmz"),
        ("出生年月日860415算几岁", "860415"),
        ("我生日86年11月9号", "11月9号"),
        ("幺三九,后面四二六八,再后面五五三一", "五五三一"),
    ],
)
def test_details_of_shapes_once_missed_are_hidden(typed: str, detail: str) -> None:
    assert detail not in (mask(typed) or "")


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("家住那个大学后头，能落户吗", id="place in everyday words"),
        pytest.param("次旦扎央，藏族，社保九年", id="name that is not Chinese"),
        pytest.param("我在鼎盛重工干了六年", id="employer without 公司"),
        pytest.param("拨139接着是2210再后5567", id="number in parts between words"),
        pytest.param("我在北京理工大学读书", id="school named by its place"),
        pytest.param("我微博叫老铁不哭，私信过", id="nickname in everyday words"),
        pytest.param("wo jiao zhang weimin", id="name in Latin letters"),
        pytest.param("房子买在翡翠城", id="estate in everyday words"),
        pytest.param("我住五环外 翡翠城", id="estate behind a ring road"),
    ],
)
def test_detail_whose_bounds_are_unclear_is_not_kept(typed: str) -> None:
    assert mask(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("工资 13900 139000", id="mobile number in two parts"),
        pytest.param("个税6217 0033 1234 5678", id="card in parts"),
        pytest.param("收入110101 1983 1112 1234", id="identity number in parts"),
        pytest.param("账号 2021 2022 2023", id="account that looks like years"),
        pytest.param("手机尾号 2015 2016", id="ends of numbers that look like years"),
    ],
)
def test_numbers_in_parts_are_no_list_of_figures(typed: str) -> None:
    assert "［号码］" in (mask(typed) or "［号码］")
    assert not any(part in (mask(typed) or "") for part in typed.split()[1:])


@given(st.text(max_size=3000))
def test_any_text_is_masked_and_cut(text: str) -> None:
    kept = mask(text)
    assert kept is None or len(kept) <= LONGEST


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", " ", "-", "·"]))
def test_no_mobile_number_survives_in_any_spacing(number: str, gap: str) -> None:
    kept = mask(f"问一下补缴，{gap.join(number)}，谢谢")
    assert kept is None or not any(c.isdigit() for c in kept)


SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何罗郑"
GIVEN = "伟芳娜敏静丽强磊洋勇艳杰娟涛霞桂英红梅浩宇晨怡琪熙妍婷"


@given(
    st.sampled_from(SURNAMES),
    st.text(GIVEN, min_size=2, max_size=2),
    st.sampled_from(["我叫{}，硕士", "我爱人{}社保十年", "帮{}查排名", "{}，问补缴", "我老板({})"]),
)
def test_no_common_name_of_three_characters_survives(
    surname: str, rest: str, sentence: str
) -> None:
    kept = mask(sentence.format(surname + rest))
    assert kept is None or surname + rest not in kept
