"""The bare encrypted echo that every measurement of the webhook stands beside: Flask + wechatpy."""

from flask import Flask, Response, request
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.replies import TextReply

TOKEN, APP_ID, KEY = "benchtoken", "wx1", "k" * 43

app = Flask("echo")
crypto = WeChatCrypto(TOKEN, KEY, APP_ID)


@app.post("/wechat")
def echo() -> Response:
    query = request.args
    signature, timestamp, nonce = query["msg_signature"], query["timestamp"], query["nonce"]
    plain = crypto.decrypt_message(request.get_data(), signature, timestamp, nonce)
    message = parse_message(plain)
    reply = TextReply(content=message.content, message=message).render()
    sealed = crypto.encrypt_message(reply, nonce, timestamp)
    return Response(sealed, mimetype="application/xml")
