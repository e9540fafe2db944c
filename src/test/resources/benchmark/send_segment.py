"""What a team would write instead: read a list, hash it, leave out duplicates, post it in batches.

    send_segment.py LIST URL

No mirror, no books, no resume, no judging of answers beyond code 0.
"""
import csv
import hashlib
import json
import sys
import urllib.request

BATCH = 10_000


def members(path):
    seen = set()
    with open(path, newline="", encoding="utf-8-sig") as rows:
        for row in csv.DictReader(rows):
            email = row["email"].strip().lower()
            if "@" not in email:
                continue
            digest = hashlib.sha256(email.encode()).hexdigest()
            if digest not in seen:
                seen.add(digest)
                yield digest


def post(url, digests):
    body = {
        "advertiser_ids": ["7000000000000000001"],
        "action": "add",
        "id_schema": ["EMAIL_SHA256"],
        "batch_data": [[{"id": digest, "audience_ids": ["7100000000000000001"]}] for digest in digests],
    }
    call = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(call) as answer:
        if json.load(answer)["code"] != 0:
            sys.exit("refused")


def main(path, url):
    batch, sent = [], 0
    for digest in members(path):
        batch.append(digest)
        if len(batch) == BATCH:
            post(url, batch)
            sent += len(batch)
            batch = []
    if batch:
        post(url, batch)
        sent += len(batch)
    print("sent", sent)


main(*sys.argv[1:])
