// Values as Python prints them.  Expectations are what CPython 3.11 prints.
#include "base/python_text.h"

#include <doctest/doctest.h>

#include <limits>

#include "base/json.h"

using namespace localorg;
using text::python_repr;
using text::python_str;

namespace {

std::string repr(const char* json) { return python_repr(*parse_json(json, "value")); }

}  // namespace

TEST_CASE("python_text: null, booleans, whole numbers") {
  CHECK(repr("null") == "None");
  CHECK(repr("true") == "True");
  CHECK(repr("false") == "False");
  CHECK(repr("0") == "0");
  CHECK(repr("-17") == "-17");
  CHECK(repr("18446744073709551615") == "18446744073709551615");
}

TEST_CASE("python_text: floats are the shortest digits that read back") {
  CHECK(repr("22.5") == "22.5");
  CHECK(repr("1.0") == "1.0");
  CHECK(repr("-0.0") == "-0.0");
  CHECK(repr("100.0") == "100.0");
  CHECK(repr("0.1") == "0.1");
  CHECK(python_repr(0.1 + 0.2) == "0.30000000000000004");
  CHECK(repr("1e15") == "1000000000000000.0");
  CHECK(repr("9999999999999998.0") == "9999999999999998.0");
  CHECK(repr("1e16") == "1e+16");
  CHECK(repr("-1.5e16") == "-1.5e+16");
  CHECK(repr("123456789012345680.0") == "1.2345678901234568e+17");
  CHECK(repr("0.0001") == "0.0001");
  CHECK(repr("0.00001") == "1e-05");
  CHECK(repr("1.5e-7") == "1.5e-07");
  CHECK(repr("1e100") == "1e+100");
  CHECK(repr("1.7976931348623157e308") == "1.7976931348623157e+308");
  CHECK(repr("5e-324") == "5e-324");
  CHECK(python_repr(std::numeric_limits<double>::quiet_NaN()) == "nan");
  CHECK(python_repr(std::numeric_limits<double>::infinity()) == "inf");
  CHECK(python_repr(-std::numeric_limits<double>::infinity()) == "-inf");
}

TEST_CASE("python_text: quotes") {
  CHECK(python_repr("") == "''");
  CHECK(python_repr("plain") == "'plain'");
  CHECK(python_repr("It's late") == R"("It's late")");
  CHECK(python_repr(R"(a "word")") == R"('a "word"')");
  CHECK(python_repr(R"(It's a "word")") == R"('It\'s a "word"')");
  CHECK(python_repr(R"(back\slash)") == R"('back\\slash')");
}

TEST_CASE("python_text: what str.isprintable() denies is escaped, all other letters stay") {
  CHECK(python_repr("two\nlines\tand\r") == R"('two\nlines\tand\r')");
  CHECK(python_repr(std::string("\0\x01\x1b\x7f", 4)) == R"('\x00\x01\x1b\x7f')");
  CHECK(python_repr("café ‘x’ 東京 😀") == "'café ‘x’ 東京 😀'");
  CHECK(python_repr("a\u00a0b") == R"('a\xa0b')");
  CHECK(python_repr("a\u00adb\u0085") == R"('a\xadb\x85')");
  CHECK(python_repr("\u200b\u2028\u3000\ufeff") == R"('\u200b\u2028\u3000\ufeff')");
  CHECK(python_repr("\ue000") == R"('\ue000')");
  CHECK(python_repr("\U000e0001\U0010fffd") == R"('\U000e0001\U0010fffd')");
  CHECK(python_repr("e\u0301") == "'e\u0301'");  // a combining mark is printable
}

TEST_CASE("python_text: lists and dictionaries keep their order") {
  CHECK(repr("[]") == "[]");
  CHECK(repr("{}") == "{}");
  CHECK(repr(R"([1, null, ["a"], {}])") == "[1, None, ['a'], {}]");
  CHECK(repr(R"({"b": 1, "a": {"it's": [true]}})") == R"({'b': 1, 'a': {"it's": [True]}})");
}

TEST_CASE("python_text: records inside of records are OrderedDicts (assumed: Python up to 3.11)") {
  CHECK(
      repr(R"([{"Id": "1", "Order": {"attributes": {"type": "Order", "url": "/o"}, "Name": null}}])") ==
      "[{'Id': '1', 'Order': OrderedDict([('attributes', OrderedDict([('type', 'Order'), ('url', '/o')])), ('Name', None)])}]");
  CHECK(repr(R"({"Cases": {"totalSize": 1, "done": true, "records": [{"attributes": {}, "X": {"y": 1}}]}})") ==
        "{'Cases': OrderedDict([('totalSize', 1), ('done', True), ('records', [OrderedDict([('attributes', OrderedDict()), "
        "('X', OrderedDict([('y', 1)]))])])])}");
}

TEST_CASE("python_text: str() of a text is the text") {
  CHECK(python_str("It's\n") == "It's\n");
  CHECK(python_str(nullptr) == "None");
  CHECK(python_str(Json::array({"x"})) == "['x']");
}
