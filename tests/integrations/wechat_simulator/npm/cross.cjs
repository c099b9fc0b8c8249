/** Encrypts and decrypts with three libraries from npm: JSON on stdin, JSON on stdout. */
"use strict";

const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");

const load = createRequire(`${process.argv[2]}/package.json`);
const WechatCrypto = load("wechat-crypto");
const Wxcrypt = load("wxcrypt");
const wecom = load("@wecom/crypto");

const libraries = {
  "wechat-crypto": {
    seal: (c, text) => new WechatCrypto(c.token, c.key, c.app).encrypt(text),
    open: (c, cipher) => new WechatCrypto(c.token, c.key, c.app).decrypt(cipher).message,
    sign: (c, cipher) => new WechatCrypto(c.token, c.key, c.app).getSignature(c.moment, c.nonce, cipher),
  },
  wxcrypt: {
    // Its envelope is XML; what stands in it is taken out here.
    seal: (c, text) => /<Encrypt>(.*?)<\/Encrypt>/.exec(new Wxcrypt(c.token, c.key, c.app).encryptMsg(text, c.nonce, c.moment))[1],
    open: (c, cipher) => new Wxcrypt(c.token, c.key, c.app).decryptMsg(Wxcrypt.sign(c.token, c.moment, c.nonce, cipher), c.moment, c.nonce, `<xml><Encrypt><![CDATA[${cipher}]]></Encrypt></xml>`),
    sign: (c, cipher) => Wxcrypt.sign(c.token, c.moment, c.nonce, cipher),
  },
  "@wecom/crypto": {
    seal: (c, text) => wecom.encrypt(c.key, text, c.app),
    open: (c, cipher) => wecom.decrypt(c.key, cipher).message,
    sign: (c, cipher) => wecom.getSignature(c.token, c.moment, c.nonce, cipher),
  },
};

const { console: account, library, sealed, plain } = JSON.parse(readFileSync(0, "utf8"));
const chosen = libraries[library];
process.stdout.write(
  JSON.stringify({
    opened: sealed.map((cipher) => chosen.open(account, cipher)),
    signed: sealed.map((cipher) => chosen.sign(account, cipher)),
    sealed: plain.map((text) => chosen.seal(account, text)),
  }),
);
