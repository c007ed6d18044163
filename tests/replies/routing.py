"""A small catalogue of another field, for tests of the router alone."""

# ruff: noqa: E501

from replies.catalogue import Answer, Catalogue, Intent, Negative


def answer(slug: str, *examples: str, official: int | None = None) -> Answer:
    return Answer(slug, official, slug, slug, "", (), (), None, examples)


def library() -> Catalogue:
    """A library's desk: hours and holidays (of one number), lending, cards, other libraries."""
    return Catalogue(
        (
            answer(
                "hours",
                "图书馆几点开门", "周末开门吗", "晚上几点关门", "节假日开不开馆", "开馆时间是什么时候",
                "周一闭馆吗", "几点可以进馆", official=1,
            ),
            answer(
                "holidays",
                "春节开馆吗", "国庆节闭馆几天", "元旦放假还开门吗", "中秋节图书馆开吗", official=1,
            ),
            answer(
                "lending",
                "一次能借几本书", "借书可以借多久", "借的书能续借吗", "逾期还书怎么罚", "最多借几本",
                "还书晚了要交钱吗", "续借能续几次", official=2,
            ),
            answer(
                "cards",
                "怎么办借书证", "借书证要押金吗", "办证带什么材料", "借书证丢了怎么补办", "外地人能办证吗",
                "孩子能办借书证吗",
            ),
            answer("elsewhere", "别的图书馆几点开门", "大学图书馆校外人员能进吗"),
        ),
        (
            Intent("human", ("人工", "转人工"), (), ("帮我转人工", "我要找管理员说话", "叫个人来")),
            Intent("menu", ("菜单",), ("菜单",), ("回到主菜单", "都有哪些功能")),
        ),
        (
            Negative(
                "chat", ("你好", "谢谢你", "今天天气怎么样", "讲个笑话", "哈哈", "你多大了", "无聊")
            ),
            Negative(
                "branches",
                ("区图书馆开到几点", "隔壁图书馆能借几本", "国家图书馆怎么去", "社区图书馆在哪里"),
                "elsewhere",
            ),
        ),
        {"fillers": ["请问"], "synonyms": {"借书证": ["读者卡"]}, "terms": ["借书证", "续借"]},
    )  # fmt: skip
