"""llama-index's own engines run over the database: as a retriever and as a vector store, with a scripted model."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from llama_index.core import VectorStoreIndex
from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.vector_stores.types import FilterCondition, FilterOperator, MetadataFilter, MetadataFilters, VectorStoreQuery

from index.errors import StoreError
from index.fulltext import build_fulltext
from index.passages import split
from index.readers.guard import read_guarded
from index.store import write
from index.tables import recognise
from index.vectors import embedding_step
from qa.llama import BudgetEmbedding, BudgetRetriever, BudgetVectorStore
from qa.retrieve import search

SHIPPED = Path(__file__).parents[2] / "data/documents/2026-chaoyang-park-committee.txt"
ASKED = "谁盯着评审公不公正？"


class Scripted(CustomLLM):
    """Says 纪检监察组 where the context does."""

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(context_window=8000, num_output=200)

    def complete(self, prompt, formatted=False, **_):
        return CompletionResponse(text="区纪检监察组" if "纪检监察组" in prompt else "不知道")

    def stream_complete(self, prompt, formatted=False, **_):
        yield self.complete(prompt)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    document = recognise(read_guarded(SHIPPED))
    target = tmp_path_factory.mktemp("llama") / "budget.db"
    write([replace(document, passages=split(document))], target, steps=(build_fulltext, embedding_step(None)))
    return target


def by(key, value, operator=FilterOperator.EQ):
    return MetadataFilters(filters=[MetadataFilter(key=key, value=value, operator=operator)])


def test_the_query_engine_of_llama_index_answers_over_the_retriever(path):
    engine = RetrieverQueryEngine.from_args(BudgetRetriever(path, limit=3), llm=Scripted())
    answer = engine.query(ASKED)
    assert str(answer) == "区纪检监察组"
    assert 309 in [json.loads(node.node.metadata["location"])["line"] for node in answer.source_nodes]


def test_the_retriever_finds_what_search_finds(path):
    retriever = BudgetRetriever(path, limit=4)
    hits = search(retriever._connection, ASKED, limit=4)
    assert [(node.node.node_id, node.score, node.node.text) for node in retriever.retrieve(ASKED)] == [(h.passage_id, h.score, h.text) for h in hits]


def test_an_index_opens_over_the_vector_store(path):
    index = VectorStoreIndex.from_vector_store(BudgetVectorStore(path), embed_model=BudgetEmbedding())
    engine = index.as_query_engine(llm=Scripted(), similarity_top_k=3)
    assert str(engine.query(ASKED)) == "区纪检监察组"


def test_filters_choose_documents_and_kinds(path):
    store, vector = BudgetVectorStore(path), BudgetEmbedding().get_query_embedding("满意度")
    ask = lambda filters: store.query(VectorStoreQuery(query_embedding=vector, similarity_top_k=3, filters=filters))  # noqa: E731
    assert len(ask(by("year", 2026)).nodes) == 3
    assert ask(by("year", 2025)).nodes == []
    assert {node.metadata["kind"] for node in ask(by("kind", ["goal", "term"], FilterOperator.IN)).nodes} == {"goal"}


def test_what_cannot_be_filtered_is_an_error(path):
    store = BudgetVectorStore(path)
    with pytest.raises(ValueError, match="cannot filter by colour"):
        store.get_nodes(filters=by("colour", "red"))
    with pytest.raises(ValueError, match="is not supported"):
        store.get_nodes(filters=by("year", 2026, FilterOperator.GT))
    with pytest.raises(ValueError, match="must all hold"):
        store.get_nodes(filters=MetadataFilters(filters=[], condition=FilterCondition.OR))


def test_nodes_come_by_id_and_the_store_is_read_only(path):
    store = BudgetVectorStore(path)
    every = store.get_nodes()
    assert [node.node_id for node in store.get_nodes([every[2].node_id, "none", every[0].node_id])] == [every[2].node_id, every[0].node_id]
    with pytest.raises(StoreError, match="只读"):
        store.add([])
    with pytest.raises(StoreError, match="只读"):
        store.delete("x")
