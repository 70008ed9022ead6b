// base/search_words, base/lemma, base/markup: text as the search index sees it.
#include "base/search_words.h"

#include <doctest/doctest.h>

#include "base/lemma.h"
#include "base/markup.h"

namespace {

using localorg::text::lemma;
using localorg::text::plain_text;
using localorg::text::search_words;
using localorg::text::WordReader;
using Words = std::vector<std::string>;

TEST_CASE("words are folded and split at blanks and punctuation") {
  CHECK(search_words("T-shirt, don't PANIC_now!") == Words{"t", "shirt", "don", "t", "panic", "now"});
  CHECK(search_words("Crème brûlée  Straße ÆØ ÇA") == Words{"creme", "brulee", "strasse", "aeo", "ca"});
  CHECK(search_words("ann@mail.example 3.5mm") == Words{"ann", "mail", "example", "3", "5mm"});
  CHECK(search_words("e\xCC\x81t\xC3\xA9 \xEF\xAC\x81ne") == Words{"ete", "fine"});  // a combining accent, a ligature
  CHECK(search_words("日本 ひら x") == Words{"日", "本", "ひ", "ら", "x"});
  CHECK(search_words("").empty());
  CHECK(search_words("\xFF\xFE -- \xC3").empty());
}

TEST_CASE("a word knows its place") {
  WordReader words("  Größe!x");
  REQUIRE(words.next());
  CHECK(words.word() == "grosse");
  CHECK(words.begin() == 2);
  CHECK(words.end() == 9);
  REQUIRE(words.next());
  CHECK(words.begin() == 10);
  CHECK_FALSE(words.next());
}

TEST_CASE("of a very long word the beginning counts") {
  CHECK(search_words(std::string(1000, 'x') + " y") == Words{std::string(WordReader::kMaxWord, 'x'), "y"});
}

TEST_CASE("wildcards belong to words on demand") {
  WordReader words("sho*s t?p", true);
  REQUIRE(words.next());
  CHECK(words.word() == "sho*s");
  REQUIRE(words.next());
  CHECK(words.word() == "t?p");
}

TEST_CASE("inflections have one form") {
  const std::vector<Words> groups = {
      {"refund", "refunds", "refunded", "refunding"},
      {"run", "runs", "running", "ran"},
      {"shoe", "shoes"},
      {"university", "universities"},
      {"policy", "policies"},
      {"box", "boxes", "boxed"},
      {"watch", "watches", "watched", "watching"},
      {"class", "classes"},
      {"address", "addresses", "addressed"},
      {"use", "uses", "used", "using"},
      {"hope", "hopes", "hoped", "hoping"},
      {"hop", "hops", "hopped", "hopping"},
      {"size", "sizes", "sized", "sizing"},
      {"store", "stores", "stored", "storing"},
      {"exchange", "exchanges", "exchanged", "exchanging"},
      {"return", "returns", "returned", "returning"},
      {"cancel", "cancels", "canceled", "cancelled", "cancelling"},
      {"add", "adds", "added", "adding"},
      {"carry", "carries", "carried", "carrying"},
      {"tie", "ties", "tied", "tying"},
      {"try", "tries", "tried", "trying"},
      {"die", "dies", "died", "dying"},
      {"agree", "agrees", "agreed", "agreeing"},
      {"issue", "issues", "issued", "issuing"},
      {"bill", "bills", "billed", "billing"},
      {"stuff", "stuffs", "stuffed"},
      {"enable", "enables", "enabled", "enabling"},
      {"buy", "buys", "bought", "buying"},
      {"child", "children"},
      {"woman", "women"},
      {"foot", "feet"},
      {"status", "statuses"},
      {"bus", "buses"},
      {"need", "needs", "needed", "needing"},
      {"earring", "earrings"},
  };
  for (const Words& group : groups) {
    for (const std::string& word : group) CHECK_MESSAGE(lemma(word) == lemma(group.front()), word);
  }
}

TEST_CASE("other words stay apart") {
  const std::vector<Words> pairs = {{"university", "universe"},
                                    {"hope", "hop"},
                                    {"not", "note"},
                                    {"us", "use"},
                                    {"new", "news"},
                                    {"cloth", "clothing"},
                                    {"even", "evening"},
                                    {"ship", "shipment"},
                                    {"add", "ad"},
                                    {"speed", "spee"},
                                    {"ring", "r"},
                                    {"plan", "plane"},
                                    {"general", "generous"},
                                    {"custom", "customer"}};
  for (const Words& pair : pairs) CHECK_MESSAGE(lemma(pair[0]) != lemma(pair[1]), pair[0]);
}

TEST_CASE("what is no plain English word stays") {
  for (const char* word : {"", "a", "is", "x200", "größen", "running7", "日"}) CHECK(lemma(word) == word);
}

TEST_CASE("rich text as plain text") {
  CHECK(plain_text("plain & simple < 5") == "plain & simple < 5");
  CHECK(plain_text("<p>One<br>two</p>three") == " One two three");
  CHECK(plain_text("re<b>fund</b>ed <a href=\"x>y\">z</a>") == "refunded y\">z");
  CHECK(plain_text("a&nbsp;b &amp; &lt;c&gt; &#39;d&#x27; &Eacute;t&eacute; &unknown; &;") == "a b & <c> 'd' Été   &;");
  CHECK(plain_text("x<!-- no --><script>var y;</script><style>p {}</style>z") == "x  z");
  CHECK(plain_text("<p open") == " ");
  CHECK(plain_text("&#0;&#xD800;&#99999999;") == "   ");
}

}  // namespace

TEST_CASE("text in XML: what XML cannot hold is replaced") {
  CHECK(localorg::text::escape_xml("<a & \"b\"> 'c'") == "&lt;a &amp; &quot;b&quot;&gt; 'c'");
  CHECK(localorg::text::escape_xml("a\tb\nc\rd") == "a\tb\nc&#13;d");
  CHECK(localorg::text::escape_xml(std::string_view("\0\x01\xFF\xEF\xBF\xBE", 6)) ==
        "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(localorg::text::escape_xml("caf\xC3\xA9 \xF0\x9F\x98\x80") == "caf\xC3\xA9 \xF0\x9F\x98\x80");
}
