"""What every measured server is configured with, so that one set of messages fits all."""

TOKEN = "benchtoken"
APP_ID = "wxb11529c136998cb6"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
ORIGINAL_ID = "gh_bench"
PATH = "/wechat/main"
