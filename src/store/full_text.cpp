#include "store/full_text.h"

#include <sqlite3.h>

#include <algorithm>
#include <new>

#include "base/lemma.h"
#include "base/markup.h"
#include "base/search_words.h"
#include "store/database.h"
#include "store/score.h"
#include "store/search_text.h"

namespace localorg::store {
namespace {

// ---- The tokenizer ------------------------------------------------------------------------------------------------

using Take = int (*)(void*, int, const char*, int, int, int);

int create_tokenizer(void* /*context*/, const char** /*arguments*/, int /*count*/, Fts5Tokenizer** out) {
  *out = reinterpret_cast<Fts5Tokenizer*>(new (std::nothrow) char);  // it has no state, but null would mean none
  return *out == nullptr ? SQLITE_NOMEM : SQLITE_OK;
}

void delete_tokenizer(Fts5Tokenizer* tokenizer) { delete reinterpret_cast<char*>(tokenizer); }

int query_tokens(void* context, std::string_view text, Take take) {
  std::size_t at = 0;
  while ((at = text.find_first_not_of(' ', at)) < text.size()) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const int rc = take(context, 0, text.data() + at, static_cast<int>(end - at), static_cast<int>(at), static_cast<int>(end));
    if (rc != SQLITE_OK) return rc;
    at = end;
  }
  return SQLITE_OK;
}

int record_tokens(void* context, std::string_view text, Take take) {
  text::WordReader words(text);
  while (words.next()) {
    const std::string& word = words.word();
    if (word.empty()) continue;
    const auto give = [&](int flags, const std::string& token) {
      return take(context, flags, token.data(), static_cast<int>(token.size()), static_cast<int>(words.begin()),
                  static_cast<int>(words.end()));
    };
    if (const int rc = give(0, word); rc != SQLITE_OK) return rc;
    const std::string lemma = text::lemma(word);
    if (lemma == word) continue;
    if (const int rc = give(FTS5_TOKEN_COLOCATED, kLemmaMark + lemma); rc != SQLITE_OK) return rc;
  }
  return SQLITE_OK;
}

int tokenize(Fts5Tokenizer* /*tokenizer*/, void* context, int flags, const char* text, int size, Take take) {
  const std::string_view all(text == nullptr ? "" : text, static_cast<std::size_t>(size));
  return (flags & FTS5_TOKENIZE_QUERY) != 0 ? query_tokens(context, all, take) : record_tokens(context, all, take);
}

// ---- Functions on the text of a field -----------------------------------------------------------------------------

std::string_view text_of(sqlite3_value* value) {
  const auto* data = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return {data, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

void result(sqlite3_context* context, const std::string& text) {
  sqlite3_result_text(context, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

void plain_text(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
  result(context, text::plain_text(text_of(arguments[0])));
}

// (555) 010-7788 is found by its parts and as 5550107788.
void digits(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
  const std::string number(text_of(arguments[0]));
  std::string run;
  for (const char c : number) {
    if (c >= '0' && c <= '9') run += c;
  }
  result(context, run.empty() || run == number ? number : number + " " + run);
}

fts5_api* api_of(sqlite3* database) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
    sqlite3_step(statement);
  }
  sqlite3_finalize(statement);
  return api;
}

}  // namespace

std::vector<std::string> forms_of(const std::string& word) {
  const std::string lemma = text::lemma(word);
  if (text::lemma(lemma) != lemma) return {kLemmaMark + lemma};
  return {lemma, kLemmaMark + lemma};
}

Result<void> register_full_text(Database& database) {
  sqlite3* handle = database.handle();
  fts5_api* api = api_of(handle);
  if (api == nullptr) return error_without_position(ErrorCode::ORG_UNUSABLE, "this SQLite has no full-text search (FTS5)");
  fts5_tokenizer tokenizer{create_tokenizer, delete_tokenizer, tokenize};
  int rc = api->xCreateTokenizer(api, std::string(kTokenizer).c_str(), nullptr, &tokenizer, nullptr);
  if (rc == SQLITE_OK) rc = register_score(*api);
  constexpr int kPure = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  const auto add = [&](const char* name, void (*function)(sqlite3_context*, int, sqlite3_value**)) {
    if (rc == SQLITE_OK) rc = sqlite3_create_function_v2(handle, name, 1, kPure, nullptr, function, nullptr, nullptr, nullptr);
  };
  add("soql_plain_text", plain_text);
  add("soql_digits", digits);
  if (rc != SQLITE_OK) return error_without_position(ErrorCode::ORG_UNUSABLE, std::string("SQLite: ") + sqlite3_errmsg(handle));
  return register_search_text(database);
}

}  // namespace localorg::store
