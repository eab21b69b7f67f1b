"""Sentences that stand in no document: official prose put together from stock phrases.

They are meant to be mistaken: every one is made of words that official documents are full of,
in orders in which no document has them.
"""

from __future__ import annotations

import random

_WHO = [
    "市交通运输局",
    "县农业农村局",
    "省自然资源厅",
    "区卫生健康委",
    "镇党委政府",
    "各级水务部门",
    "市文化和旅游局",
    "全县教育系统",
    "省应急管理厅",
    "街道办事处",
    "市生态环境局",
    "县住房和城乡建设局",
    "各有关高校",
    "市供销合作社",
    "区退役军人事务局",
    "省林业和草原局",
    "市数据资源管理局",
    "县残联",
    "各乡镇卫生院",
    "市气象部门",
]
_WHEN = [
    "今年以来",
    "近年来",
    "去年下半年",
    "汛期来临之前",
    "“十四五”期间",
    "春节前后",
    "截至目前",
    "自方案印发之日起",
    "一季度",
    "入冬以后",
    "机构改革完成后",
    "本月起",
]
_HOW = [
    "坚持以人民为中心的发展思想",
    "以习近平新时代中国特色社会主义思想为指导",
    "深入贯彻落实党的二十大精神",
    "按照省委、省政府的统一部署",
    "紧紧围绕高质量发展首要任务",
    "聚焦群众反映强烈的突出问题",
    "坚持问题导向和目标导向相结合",
    "充分发挥党组织战斗堡垒作用",
    "立足本地资源禀赋",
    "压紧压实属地责任",
    "统筹发展和安全",
    "持续优化营商环境",
    "以数字化改革为牵引",
    "强化部门协同联动",
]
_DID = [
    "新建改建农村公路{a}公里",
    "完成老旧小区改造{a}个",
    "建成高标准农田{a}.{b}万亩",
    "新增公共停车泊位{a}个",
    "开展食品安全抽检{a}批次",
    "培训新型职业农民{a}人次",
    "排查地质灾害隐患点{a}处",
    "整治黑臭水体{a}条",
    "为{a}户困难家庭实施适老化改造",
    "发放稳岗补贴{a}.{b}亿元",
    "受理企业诉求{a}件",
    "种植补造林木{a}万株",
    "建立健全河湖长制巡查台账",
    "推行“一件事一次办”改革",
    "组织科技特派员下沉田间地头",
    "搭建产学研用合作平台",
    "完善基层医疗卫生服务网络",
    "推动博物馆免费向公众开放",
    "举办农民丰收节系列活动",
    "加快城市燃气管网更新",
    "全面推行证照分离改革",
    "开通{a}条定制公交线路",
]
_SO = [
    "群众出行条件明显改善",
    "产业链韧性持续增强",
    "空气质量优良天数比例达到{a}.{b}%",
    "居民人均可支配收入增长{b}.{c}%",
    "企业办事时间压缩{a}%",
    "城乡面貌焕然一新",
    "粮食总产量再创历史新高",
    "水环境质量稳中向好",
    "人民群众的获得感不断提升",
    "医保参保率稳定在{a}%以上",
    "没有发生较大以上生产安全事故",
    "为乡村全面振兴打下坚实基础",
]
_MUST = [
    "要把防汛抗旱摆在突出位置，逐库逐堤落实责任人",
    "任何单位不得以任何理由拖欠农民工工资",
    "各地应当于每年三月底前公布上一年度预算执行情况",
    "对未按期完成整改的企业，依法责令停产整治",
    "鼓励社会资本参与养老托育设施建设",
    "严禁在永久基本农田上挖塘养鱼",
    "支持符合条件的企业申报绿色工厂",
    "未成年人保护工作经费列入本级财政预算",
    "申请人应当在收到通知后{b}个工作日内补正材料",
    "不得向企业摊派订购报刊",
    "建立跨省流域生态补偿机制",
    "加强冷链物流骨干基地建设",
    "从严控制一般性支出，勤俭办一切事业",
    "公共机构新建停车场应当配建充电设施",
]


def foreign_sentences(count: int, seed: int = 7) -> list[str]:
    """That many different sentences, the same ones for the same seed."""
    chance = random.Random(seed)
    made: dict[str, None] = {}
    while len(made) < count:
        shape = chance.randrange(4)
        if shape == 0:
            text = f"{chance.choice(_WHEN)}，{chance.choice(_WHO)}{chance.choice(_HOW)}，{chance.choice(_DID)}，{chance.choice(_SO)}。"
        elif shape == 1:
            text = (
                f"{chance.choice(_WHO)}{chance.choice(_DID)}，{chance.choice(_DID)}，{chance.choice(_SO)}。"
            )
        elif shape == 2:
            text = f"{chance.choice(_HOW)}，{chance.choice(_MUST)}。"
        else:
            text = f"{chance.choice(_MUST)}；{chance.choice(_SO)}。"
        figures = {name: chance.randint(1, 9) for name in "bc"}
        made[text.format(a=chance.randint(11, 989), **figures)] = None
    return list(made)
