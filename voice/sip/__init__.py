"""The telephone line: SIP and RTP on aiosipua and aiortp, hardened."""
