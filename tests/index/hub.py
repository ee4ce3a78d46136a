"""A model hub on this machine: one repository of files, one commit, spoken to as huggingface_hub does."""

import hashlib
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

COMMIT = "c0ffee" + "0" * 34


class Hub(ThreadingHTTPServer):
    """Serves `folder` as the repository `name`; `asked` keeps the paths."""

    def __init__(self, name: str, folder: Path):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.name, self.folder, self.asked = name, folder, []
        self.url = f"http://127.0.0.1:{self.server_port}"

    def __enter__(self):
        Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Hub

    def do_GET(self):
        self._answer(True)

    def do_HEAD(self):
        self._answer(False)

    def _answer(self, with_body: bool) -> None:
        path = self.path.partition("?")[0]
        self.server.asked.append(path)
        resolve, info = f"/{self.server.name}/resolve/", f"/api/models/{self.server.name}"
        if path.startswith(resolve):
            file = self.server.folder / path.removeprefix(resolve).partition("/")[2]
            self._send(file.read_bytes() if file.is_file() else None, with_body)
        elif path.startswith(info + "/tree/"):
            self._send(json.dumps([{"type": "file", "path": name, "size": size, "oid": "0" * 40} for name, size in self._files()]).encode(), with_body)
        elif path.startswith(info):
            listed = [{"rfilename": name} for name, _ in self._files()]
            self._send(json.dumps({"id": self.server.name, "modelId": self.server.name, "sha": COMMIT, "siblings": listed, "tags": []}).encode(), with_body)
        else:
            self._send(None, with_body)

    def _files(self) -> list[tuple[str, int]]:
        files = (file for file in sorted(self.server.folder.rglob("*")) if file.is_file())
        return [(file.relative_to(self.server.folder).as_posix(), file.stat().st_size) for file in files]

    def _send(self, body: bytes | None, with_body: bool) -> None:
        self.send_response(404 if body is None else 200)
        self.send_header("X-Repo-Commit", COMMIT)
        if body is None:
            self.send_header("X-Error-Code", "EntryNotFound")
        else:
            self.send_header("ETag", f'"{hashlib.sha256(body).hexdigest()}"')
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        if with_body and body:
            self.wfile.write(body)

    def log_message(self, *_):
        """Silent."""
