"""The methods of the Bot API that the server knows, with their refusals."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

from tests.botapi.formatting import Refused, as_seen, bad, parse, utf16
from tests.botapi.world import BOT, Message, World

Params = dict[str, Any]
_ACTIONS = {"typing", "upload_document", "upload_photo", "choose_sticker", "find_location"}
_QUERY_LIFE = 30.0


def call(world: World, method: str, params: Params) -> Any:
    """Carry out a method; raises `Refused` as Telegram would refuse."""
    found = _METHODS.get(method.lower())
    if not found:
        raise Refused(404, "Not Found")
    if method.lower() == "getupdates":  # it waits, so it takes the lock itself
        return found(world, params)
    with world.lock:
        return found(world, params)


def _json(params: Params, name: str) -> Any:
    value = params.get(name)
    if isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            raise bad(f"can't parse {name} JSON object") from None
    return value


def _number(params: Params, name: str, default: int = 0) -> int:
    try:
        return int(params.get(name) or default)
    except (TypeError, ValueError):
        raise bad(f"invalid {name} specified") from None


def _true(params: Params, name: str) -> bool:
    return str(params.get(name, "")).lower() in {"true", "1"}


def _text(params: Params, most: int = 4096, empty: str = "message text is empty") -> tuple[str, list[Any]]:
    raw = params.get("text")
    if not isinstance(raw, str):
        raise bad(empty)
    text, entities = parse(raw, str(params.get("parse_mode") or ""))
    if not text:
        raise bad(empty)
    if utf16(text) > most:
        raise bad("message is too long")
    return text, entities


def _markup(params: Params) -> dict[str, Any] | None:
    markup = _json(params, "reply_markup")
    if markup is None:
        return None
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    if rows is None:
        if isinstance(markup, dict) and ("force_reply" in markup or "remove_keyboard" in markup):
            return None
        raise bad("can't parse reply keyboard markup JSON object")
    if sum(len(row) for row in rows) > 100 or any(len(row) > 8 for row in rows):
        raise bad("reply markup is too long")
    for button in (button for row in rows for button in row):
        kinds = set(button) - {"text", "style", "icon_custom_emoji_id"}
        if not str(button.get("text", "")).strip():
            raise bad("can't parse inline keyboard button: Text is empty")
        if len(kinds) != 1:
            raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
            raise bad("BUTTON_DATA_INVALID")
        if "copy_text" in button and not 1 <= utf16(button["copy_text"].get("text", "")) <= 256:
            raise bad("BUTTON_COPY_TEXT_INVALID")
        if "url" in button and not re.match(r"(https?|tg)://", button["url"]):
            raise bad("BUTTON_URL_INVALID")
    return {"inline_keyboard": rows} if rows else None


def _send_message(world: World, params: Params) -> Any:
    chat = world.chat(params.get("chat_id"))["id"]
    text, entities = _text(params)
    markup = _markup(params)
    reply = _json(params, "reply_parameters") or {}
    reply_to = int(reply.get("message_id") or 0)
    if reply_to and ((chat, reply_to) not in world.messages or world.messages[chat, reply_to].deleted):
        if not reply.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
        reply_to = 0
    thread = _number(params, "message_thread_id")
    if thread and thread not in world.topics[chat]:
        raise bad("message thread not found")
    world.count_message(chat)
    fields = {"text": text, "entities": entities, "markup": markup, "thread": thread, "reply_to": reply_to}
    return world.message_of(world.new_message(chat, BOT, **fields))


def _own(world: World, params: Params) -> Message:
    chat = world.chat(params.get("chat_id"))["id"]
    message = world.messages.get((chat, _number(params, "message_id")))
    if message is None or message.deleted:
        raise bad("message to edit not found")
    if message.sender["id"] != BOT["id"]:
        raise bad("message can't be edited")
    return message


def _change(world: World, message: Message, text: str, entities: list[Any], markup: Any) -> Any:
    if (message.text, message.entities, message.markup) == (text, entities, markup):
        raise bad(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    world.count_message(message.chat)
    message.text, message.entities, message.markup = text, entities, markup
    message.edits += 1
    message.at = time.monotonic()
    world.log.append(("edit", message.chat, message.id, message.seen()))
    world.lock.notify_all()
    return world.message_of(message)


def _edit_text(world: World, params: Params) -> Any:
    message = _own(world, params)
    text, entities = _text(params)
    return _change(world, message, text, entities, _markup(params))


def _edit_markup(world: World, params: Params) -> Any:
    message = _own(world, params)
    return _change(world, message, message.text, message.entities, _markup(params))


def _delete(world: World, params: Params) -> bool:
    chat = world.chat(params.get("chat_id"))["id"]
    message = world.messages.get((chat, _number(params, "message_id")))
    if message is None or message.deleted:
        raise bad("message to delete not found")
    message.deleted = True
    world.log.append(("delete", chat, message.id, message.text))
    return True


def _draft(world: World, params: Params) -> bool:
    chat = world.chat(params.get("chat_id"))
    if chat["type"] != "private":
        raise bad("TEXTDRAFT_PEER_INVALID")
    draft = _number(params, "draft_id")
    if not draft:
        raise bad("DRAFT_ID_INVALID")
    text, entities = _text(params) if params.get("text") else ("", [])
    world.drafts[chat["id"], draft].append(text)
    world.log.append(("draft", chat["id"], draft, as_seen(text, entities)))
    world.lock.notify_all()
    return True


def _action(world: World, params: Params) -> bool:
    chat = world.chat(params.get("chat_id"))["id"]
    if params.get("action") not in _ACTIONS:
        raise bad("wrong parameter action in request")
    world.actions.append((chat, str(params["action"]), time.monotonic()))
    world.lock.notify_all()
    return True


def _answer_callback(world: World, params: Params) -> bool:
    query = str(params.get("callback_query_id", ""))
    asked = world.callbacks.get(query)
    if asked is None or time.monotonic() - asked > _QUERY_LIFE or query in world.callback_answers:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    if utf16(str(params.get("text") or "")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    world.callback_answers[query] = dict(params)
    world.callback_answered[query] = time.monotonic()
    world.lock.notify_all()
    return True


def _answer_inline(world: World, params: Params) -> bool:
    query = str(params.get("inline_query_id", ""))
    if query not in world.callbacks or query in world.inline_answers:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    results = _json(params, "results")
    if not isinstance(results, list) or len(results) > 50:
        raise bad("RESULTS_TOO_MUCH")
    ids = [str(result.get("id", "")) for result in results]
    if len(set(ids)) != len(ids) or any(not 1 <= len(i.encode()) <= 64 for i in ids):
        raise bad("RESULT_ID_INVALID")
    for result in results:
        content = result.get("input_message_content") or {}
        if result.get("type") != "article" or not result.get("title"):
            raise bad("can't parse inline query result")
        text, _ = parse(str(content.get("message_text", "")), str(content.get("parse_mode") or ""))
        if not text or utf16(text) > 4096:
            raise bad("MESSAGE_TOO_LONG" if text else "MESSAGE_EMPTY")
    if len(str(params.get("next_offset") or "").encode()) > 64:
        raise bad("NEXT_OFFSET_INVALID")
    world.inline_answers[query] = {**params, "results": results}
    world.lock.notify_all()
    return True


def _set_commands(world: World, params: Params) -> bool:
    commands = _json(params, "commands") or []
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[str(params.get("language_code") or "")] = commands
    return True


def _get_file(world: World, params: Params) -> Any:
    file = world.files.get(str(params.get("file_id", "")))
    if not file:
        raise bad("invalid file_id")
    if len(file[1]) > 20 * 1024 * 1024:
        raise bad("file is too big")
    return {"file_id": params["file_id"], "file_unique_id": "u" + str(params["file_id"]),
            "file_size": len(file[1]), "file_path": f"documents/{params['file_id']}"}  # fmt: skip


def _set_webhook(world: World, params: Params) -> bool:
    url = str(params.get("url") or "")
    if url and not re.match(r"https://|http://127\.0\.0\.1[:/]", url):  # as a local server allows
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    secret = str(params.get("secret_token") or "")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad("secret token contains unallowed characters")
    world.webhook = {"url": url, "secret": secret} if url else {}
    if _true(params, "drop_pending_updates"):
        world.updates.clear()
    world.lock.notify_all()
    return True


def _delete_webhook(world: World, params: Params) -> bool:
    return _set_webhook(world, {**params, "url": ""})


def _get_updates(world: World, params: Params) -> Any:
    allowed = _json(params, "allowed_updates")
    return world.get_updates(
        _number(params, "offset"), _number(params, "limit", 100), float(params.get("timeout") or 0), allowed
    )


_METHODS: dict[str, Callable[[World, Params], Any]] = {
    "getme": lambda _world, _params: {**BOT, "can_join_groups": True, "can_read_all_group_messages": False,
                                      "supports_inline_queries": True},
    "getupdates": _get_updates,
    "sendmessage": _send_message,
    "editmessagetext": _edit_text,
    "editmessagereplymarkup": _edit_markup,
    "deletemessage": _delete,
    "sendmessagedraft": _draft,
    "sendchataction": _action,
    "answercallbackquery": _answer_callback,
    "answerinlinequery": _answer_inline,
    "setmycommands": _set_commands,
    "getmycommands": lambda world, params: world.commands.get(str(params.get("language_code") or ""), []),
    "deletemycommands": lambda world, _params: bool(world.commands.clear()) or True,
    "getfile": _get_file,
    "setwebhook": _set_webhook,
    "deletewebhook": _delete_webhook,
    "getwebhookinfo": lambda world, _params: {"url": world.webhook.get("url", ""),
                                              "has_custom_certificate": False,
                                              "pending_update_count": len(world.updates)},
}  # fmt: skip
