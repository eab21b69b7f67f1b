"""What is no question to the documents: instructions, attempts to get the prompt or secrets."""

from __future__ import annotations

import re

_INSTRUCTION = re.compile(
    r"忽略(?:以上|之前|前面|上面|所有)|无视(?:以上|之前|所有)|系统提示|提示词|你的(?:设定|指令|规则|密钥|配置)|扮演|越狱|"
    r"api.?key|token|密码是|环境变量|ignore (?:all|any|previous|the|your|my|these)|just (?:reply|say|print|output)|reply with the|system prompt|your (?:instructions|prompt)|"
    r"从现在(?:起|开始).{0,3}你|不要引用|编(?:一|个|条|段|造)|disregard|previous instructions|hidden (?:config|prompt|rule)|伪造|编造|捏造|虚构一|假装|冒充|你是(?:谁|什么模型|哪个模型|chatgpt|gpt)|写一首|写首|翻译成|帮我写|讲个笑话|repeat after me|jailbreak|developer mode"
)


#: What no document says to people: words that are meant for a model that reads along.
_COMMAND = re.compile(
    r"(?:忽略|无视)(?:以上|之前|前面|上面|此前|先前)(?:的|所有)|系统(?:提示|通知】)|提示词|(?:智能|ai)助手|如果你是(?:人工智能|ai|模型)|"
    r"ignore (?:all|any|the|your) |(?:previous|above) instructions|system prompt|you must |do not answer|dear assistant|\[(?:assistant|user|system)\]"
)


def commands_a_reader(form: str) -> bool:
    """Whether a document's search form speaks to the program that reads it."""
    return bool(_COMMAND.search(form))


def is_instruction(form: str) -> bool:
    """Whether a question's search form tells the program to do something else than to look up."""
    return bool(_INSTRUCTION.search(form))
