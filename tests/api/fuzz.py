"""Asks every operation of the API in every role with inputs made from its description.

For each role card the demonstration database is copied and served anew, a token is made on the page, and
schemathesis (https://schemathesis.io) runs over all operations. Whatever it reports fails; so do server errors.
"""

import argparse
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.parse
from collections import Counter
from pathlib import Path

CARDS = "kaohe ducha tongji lingdao fagai jiedao chayue xitong anquan shenji".split()
HERE = Path(__file__).resolve().parent
WORDS = re.compile(r'name="scope" value="([^"]+)"')
SECRET = re.compile(r"dukao_[0-9A-Za-z_-]+")


def ask(port, method, path, cookie="", form=None):
    """One request of a browser: status, headers, text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie} if cookie else {}
    body = None
    if form is not None:
        body = urllib.parse.urlencode(form)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, answer.headers, text


def token(port, card):
    """A token of a card with everything that its holder may."""
    _, headers, _ = ask(port, "POST", "/enter", form={"card": card})
    cookie = headers["Set-Cookie"].split(";")[0]
    _, _, page = ask(port, "GET", "/me/tokens", cookie)
    form = [("name", "接口测试"), ("days", "1")] + [("scope", word) for word in WORDS.findall(page)]
    status, _, page = ask(port, "POST", "/me/tokens", cookie, form)
    found = SECRET.search(page)
    if not found:
        sys.exit(f"no token for {card}: {status}")
    return found.group(0)


def own(port, secret):
    """What is the token's own: its number, the holder's account and posts; read by the token itself."""
    def read(path):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", f"/api/v1{path}", None, {"Authorization": f"Bearer {secret}"})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return json.loads(text) if answer.status == 200 else None

    me = read("/me")
    if me is None:
        return None
    account = me["account"]
    tokens = (read("/tokens?limit=500") or {"items": []})["items"]
    return {
        "accounts": [account["id"], account["login"]],
        "posts": [post["id"] for post in me["posts"]],
        "tokens": [token["id"] for token in tokens if token["account"] == account["id"]],
    }


class Server:
    """The demonstration on a copy of its database."""

    def __init__(self, program, base, folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for file in base.parent.glob(base.name + "*"):
            shutil.copy(file, folder / file.name)
        self.log = open(folder / "log", "w", encoding="utf-8")
        command = [program, "demo", "--db", str(folder / base.name), "--port", "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.port = 0
        for line in self.process.stdout:
            found = re.search(r"127\.0\.0\.1:(\d+)", line)
            if found:
                self.port = int(found.group(1))
                break
        if not self.port:
            sys.exit("the demonstration did not start")

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()


def run(arguments, mode, port, secret, folder):
    """Runs schemathesis; how many cases, by status, and whether it found anything."""
    events = folder / f"{mode}.ndjson"
    command = [
        arguments.schemathesis, "--config-file", str(HERE / f"{mode}.toml"), "run",
        f"http://127.0.0.1:{port}/api/v1/openapi.json", "--header", f"Authorization: Bearer {secret}",
        "--mode", mode, "--phases", "examples,coverage,fuzzing", "--checks", "all", "--max-examples", str(arguments.examples),
        "--seed", str(arguments.seed), "--generation-allow-x00", "false", "--generation-database", "none",
        "--continue-on-failure", "--warnings", "off", "--no-color", "--request-timeout", "60", "--workers", "1",
        "--suppress-health-check", "all", "--report", "ndjson", "--report-ndjson-path", str(events),
    ]
    if arguments.max_time:
        command += ["--max-time", str(arguments.max_time)]
    kept = own(port, secret)
    if kept is None:
        return 1, Counter()
    environment = {
        **os.environ, "SCHEMATHESIS_HOOKS": str(HERE / "hooks.py"), "FUZZ_MODE": mode, "FUZZ_OWN": json.dumps(kept),
    }
    with open(folder / f"{mode}.output", "w", encoding="utf-8") as output:
        done = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, check=False, cwd=folder, env=environment)
    code = done.returncode
    if own(port, secret) is None:
        print(f"{folder.name}: the token counts no more after the {mode} cases", flush=True)
        code = code or 1
    statuses = Counter()
    for line in open(events, encoding="utf-8"):
        for status in re.findall(r'"status_code": ?(\d{3})', line):
            statuses[int(status)] += 1
    return code, statuses


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--schemathesis", required=True)
    parser.add_argument("--work", required=True, type=Path)
    parser.add_argument("--examples", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--max-time", type=int, default=0)
    parser.add_argument("--cards", nargs="*", default=CARDS)
    arguments = parser.parse_args()
    arguments.work = arguments.work.resolve()
    arguments.program, arguments.schemathesis = (str(Path(one).resolve()) for one in (arguments.program, arguments.schemathesis))
    base = arguments.work / "base" / "demo.db"
    base.parent.mkdir(parents=True, exist_ok=True)
    with open(arguments.work / "import.log", "w", encoding="utf-8") as log:
        subprocess.run([arguments.program, "demo", "--db", str(base), "--no-serve"], check=True, stdout=log, stderr=log)
    everything, bad = Counter(), []
    for card in arguments.cards:
        folder, began = arguments.work / card, time.monotonic()
        server = Server(arguments.program, base, folder)
        try:
            secret = token(server.port, card)
            positive, statuses = run(arguments, "positive", server.port, secret, folder)
            negative, further = run(arguments, "negative", server.port, secret, folder)
            code, statuses = positive or negative, statuses + further
        finally:
            server.stop()
        everything += statuses
        cases = sum(statuses.values())
        errors = sum(count for status, count in statuses.items() if status >= 500)
        if code or errors:
            bad.append(card)
        told = " ".join(f"{status}:{count}" for status, count in sorted(statuses.items()))
        print(f"{card:8} {cases:6} cases {time.monotonic() - began:5.0f} s  {told}  {'FAILED' if code or errors else 'ok'}", flush=True)
    (arguments.work / "counts.json").write_text(json.dumps({str(key): everything[key] for key in sorted(everything)}))
    print(f"{sum(everything.values())} cases in {len(arguments.cards)} roles")
    if bad:
        sys.exit(f"found something as {', '.join(bad)}: see {arguments.work}/<card>/*.output")


main()
