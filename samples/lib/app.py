"""A small application behind nginx for the samples about plain HTTP behaviour."""
import hashlib
import time

from flask import Flask, Response, jsonify, request

app = Flask(__name__)
customers = {}


def text(seed, size):
    """Repeatable text that compresses, but not to nothing."""
    out, n = [], 0
    while sum(map(len, out)) < size:
        out.append(f"{n:06d} {hashlib.sha256(f'{seed} {n}'.encode()).hexdigest()} {seed}\n")
        n += 1
    return "".join(out)[:size]


@app.get("/")
def root():
    return Response("<!doctype html><title>Hello</title><p>A page of the sample server.\n",
                    mimetype="text/html")


@app.route("/customers/<int:number>", methods=["GET", "PUT", "DELETE"])
def customer(number):
    if request.method == "PUT":
        status = 200 if number in customers else 201
        customers[number] = request.get_json()
        return jsonify(id=number, **customers[number]), status
    if number not in customers:
        return jsonify(error="no such customer"), 404
    if request.method == "DELETE":
        del customers[number]
        return "", 204
    return jsonify(id=number, **customers[number])


@app.get("/report")
def report():
    rows = "".join(f"<tr><td>{day}</td><td>{day * 37 % 101}</td></tr>\n" for day in range(1, 61))
    return Response(f"<!doctype html><title>Report</title><table>\n{rows}</table>\n", mimetype="text/html")


@app.get("/item/<int:number>")
def item(number):
    return jsonify(item=number, name=f"Item {number}", price=number * 125 % 10000)


@app.get("/slow")
def slow():
    milliseconds = min(int(request.args.get("ms", "0")), 3000)
    time.sleep(milliseconds / 1000)
    return jsonify(slept=milliseconds)


@app.get("/blob/<int:size>")
def blob(size):
    return Response(text("blob", min(size, 1_000_000)), mimetype="text/plain")


@app.route("/upload/<name>", methods=["PUT", "POST"])
def upload(name):
    content = request.get_data()
    return jsonify(name=name, bytes=len(content), sha256=hashlib.sha256(content).hexdigest()), 201


@app.post("/form")
def form():
    files = {field: {"name": part.filename, "bytes": len(part.read())} for field, part in request.files.items()}
    return jsonify(fields=request.form.to_dict(), files=files)
