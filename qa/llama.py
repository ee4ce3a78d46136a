"""The database inside llama-index: a retriever, an embedding and a read-only vector store over the same SQLite file; and its memory of a chat.

    index = VectorStoreIndex.from_vector_store(BudgetVectorStore(path), embed_model=BudgetEmbedding())
    engine = RetrieverQueryEngine.from_args(BudgetRetriever(path), llm=llm)

Importing this module imports llama-index (0.8 s); of `qa` only `assist` needs it, when a prompt tells of earlier turns. Node ids are passage ids, so two runs give the same nodes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.base.llms.types import ChatMessage, MessageRole
from llama_index.core.memory import ChatMemoryBuffer
from llama_index.core.schema import BaseNode, NodeWithScore, QueryBundle, TextNode
from llama_index.core.vector_stores.types import (
    BasePydanticVectorStore,
    FilterCondition,
    FilterOperator,
    MetadataFilter,
    MetadataFilters,
    VectorStoreQuery,
    VectorStoreQueryResult,
)
from pydantic import PrivateAttr

from index.embedder import Embedder, open_embedder, unit
from index.errors import StoreError
from qa.legs import Scope, nearest
from qa.llm_records import Remark
from qa.retrieve import search

BY_DOCUMENT = ("department", "year", "phase", "scope", "file")
"""Metadata that is a document's and may be filtered by."""
MODES = ("default", "hybrid", "semantic_hybrid", "text_search")


def remembered(remarks: Sequence[Remark], most: int) -> tuple[Remark, ...]:
    """What llama-index's chat memory keeps of a conversation: whole turns, the latest, as many as fit into `most` characters.

    Characters are counted since they are about the tokens of Chinese, and no tokenizer has to be fetched. The buffer's successor `Memory` keeps
    its messages in SQLAlchemy, on a thread for each conversation that nothing ends (0.14.25).
    """
    said = [ChatMessage(role=MessageRole(one.role), content=one.text) for one in remarks]
    kept = ChatMemoryBuffer.from_defaults(chat_history=said, token_limit=most, tokenizer_fn=list).get()
    return tuple(Remark(one.role.value, one.content or "") for one in kept if len(one.content or "") <= most)


def _connect(path: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{Path(path).as_posix()}?mode=ro", uri=True, check_same_thread=False)
    connection.execute("PRAGMA query_only=1")
    return connection


class BudgetEmbedding(BaseEmbedding):
    """The embedder of the setting, by default the model that ships."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, model: str | None = None, **fields: Any) -> None:
        embedder = open_embedder(model)
        super().__init__(model_name=embedder.name, **fields)
        self._embedder = embedder

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._embedder.encode([text])[0].tolist()

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._embedder.encode(texts).tolist()

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


class BudgetRetriever(BaseRetriever):
    """`qa.retrieve.search` as a llama-index retriever: full text and vectors fused, filters before ranking."""

    def __init__(self, path: Path | str, limit: int = 5, model: str | None = None, **filters: Any) -> None:
        """`filters`: documents, kinds, project_id, as in `search`."""
        super().__init__()
        self._connection, self._limit, self._model, self._filters = _connect(path), limit, model, filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = search(self._connection, query_bundle.query_str, limit=self._limit, model=self._model, **self._filters)
        nodes = nodes_of(self._connection, [hit.passage_id for hit in hits])
        return [NodeWithScore(node=nodes[hit.passage_id], score=hit.score) for hit in hits]


class BudgetVectorStore(BasePydanticVectorStore):
    """The `vector` table as a llama-index vector store. It is read-only: `yusuan index` is what writes."""

    stores_text: bool = True
    path: str
    embedding_model: str | None = None
    _connection: sqlite3.Connection = PrivateAttr()

    def __init__(self, path: Path | str, embedding_model: str | None = None) -> None:
        super().__init__(path=str(path), embedding_model=embedding_model)
        self._connection = _connect(path)

    @property
    def client(self) -> sqlite3.Connection:
        """The read-only connection."""
        return self._connection

    def add(self, nodes: list[BaseNode], **_: Any) -> list[str]:
        """Refused."""
        raise StoreError("这个向量库只读；要收录文件请运行 yusuan index。")

    def delete(self, ref_doc_id: str, **_: Any) -> None:
        """Refused."""
        raise StoreError("这个向量库只读；要移除文件请运行 yusuan index。")

    def get_nodes(self, node_ids: list[str] | None = None, filters: MetadataFilters | None = None) -> list[BaseNode]:
        """Nodes by id, or all that pass the filters."""
        if node_ids is not None:
            held = nodes_of(self._connection, node_ids)
            return [held[id] for id in node_ids if id in held]
        condition, values = scope_of(self._connection, filters).where(self._connection)
        ids = [row[0] for row in self._connection.execute(f"SELECT p.id FROM passage p WHERE 1{condition} ORDER BY p.rowid", values)]
        return list(nodes_of(self._connection, ids).values())

    def query(self, query: VectorStoreQuery, **_: Any) -> VectorStoreQueryResult:
        """Nearest passages; the hybrid and text modes search as `yusuan search` does."""
        scope = scope_of(self._connection, query.filters, query.doc_ids)
        if query.mode.value not in MODES:
            raise ValueError(f"mode {query.mode.value} is not supported; there are {', '.join(MODES)}")
        if query.mode.value != "default" and query.query_str:
            hits = search(
                self._connection, query.query_str, documents=scope.documents, kinds=scope.kinds, project_id=scope.project_id,
                limit=query.similarity_top_k, model=self.embedding_model,
            )  # fmt: skip
            found = [(hit.passage_id, hit.score) for hit in hits]
        else:
            vector = unit(np.array([query.query_embedding], dtype=np.float32))[0]
            ranked = nearest(self._connection, vector, scope, query.similarity_top_k)
            numbers = dict(
                self._connection.execute(
                    "SELECT rowid, id FROM passage WHERE rowid IN (SELECT value FROM json_each(?))", (json.dumps([n for n, _ in ranked]),)
                )
            )
            found = [(numbers[number], score) for number, score in ranked]
        nodes = nodes_of(self._connection, [id for id, _ in found])
        return VectorStoreQueryResult(nodes=[nodes[id] for id, _ in found], similarities=[score for _, score in found], ids=[id for id, _ in found])


def nodes_of(connection: sqlite3.Connection, ids: list[str]) -> dict[str, TextNode]:
    """Passages as nodes: the text verbatim, heading and place as metadata that is not embedded again."""
    rows = connection.execute(
        "SELECT p.id, p.text, p.document_id, p.kind, p.heading, p.location, p.row_id, p.project_id, d.file, d.department, d.year, d.phase "
        "FROM passage p JOIN document d ON d.id = p.document_id WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.rowid",
        (json.dumps(list(ids)),),
    )
    names = ("document_id", "kind", "heading", "location", "row_id", "project_id", "file", "department", "year", "phase")
    hidden = ["document_id", "location", "row_id", "project_id"]
    return {
        id: TextNode(
            id_=id,
            text=text,
            metadata=dict(zip(names, values, strict=True)),
            excluded_llm_metadata_keys=hidden,
            excluded_embed_metadata_keys=list(names),
        )
        for id, text, *values in rows
    }


def scope_of(connection: sqlite3.Connection, filters: MetadataFilters | None, documents: list[str] | None = None) -> Scope:
    """Metadata filters (== and in, all of them to hold) as a scope; raises ValueError for what cannot be asked."""
    allowed = None if documents is None else set(documents)
    kinds: set[str] | None = None
    project = None
    if filters is not None and filters.condition not in (None, FilterCondition.AND):
        raise ValueError("only filters that must all hold are supported")
    for rule in filters.filters if filters is not None else ():
        values = _values(rule)
        if rule.key == "kind":
            kinds = values if kinds is None else kinds & values
        elif rule.key == "project_id" and len(values) == 1:
            (project,) = values
        elif rule.key == "document_id" or rule.key in BY_DOCUMENT:
            column = "id" if rule.key == "document_id" else rule.key
            held = {
                row[0]
                for row in connection.execute(
                    f"SELECT id FROM document WHERE [{column}] IN (SELECT value FROM json_each(?))", (json.dumps(sorted(values)),)
                )
            }
            allowed = held if allowed is None else allowed & held
        else:
            raise ValueError(f"cannot filter by {rule.key}; there are document_id, kind, project_id, {', '.join(BY_DOCUMENT)}")
    return Scope.of(allowed, kinds, project)


def _values(rule: MetadataFilter | MetadataFilters) -> set:
    """What a filter allows; raises ValueError for other operators and nested filters."""
    if isinstance(rule, MetadataFilters):
        raise ValueError("nested filters are not supported")
    if rule.operator == FilterOperator.EQ:
        return {rule.value}
    if rule.operator == FilterOperator.IN:
        return set(rule.value)
    raise ValueError(f"operator {rule.operator.value} is not supported; there are == and in")
