// Salesforce Ids: 15 base-62 characters, case-sensitive, printed with 3 more that carry their case:
//
//     500Ws000007qlrj IAA          group   chars   upper-case bits (first char = bit 0)   checksum
//     |  |  |         |            500Ws   .  .  . W .      01000 -> 8  = I
//     |  |  number    checksum     00000                    00000 -> 0  = A
//     |  instance                  7qlrj                    00000 -> 0  = A
//     key prefix of the object
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace localorg::org {

// The 18-character form of a 15-character Id.  The text must have 15 characters.
std::string with_checksum(std::string_view id15);

// The 18-character form of an Id given with 15 or 18 characters; nullopt if it has another length or other characters
// than letters and digits.  An 18-character Id is read by its checksum, so that any spelling of its letters
// works; one whose checksum fits no spelling stays as it is, and equals no record (assumed).
std::optional<std::string> normalize_id(std::string_view text);

// Is this an 18-character Id whose checksum fits its spelling?
bool has_valid_checksum(std::string_view id18);

// The Id number `number` (from 0) of an object: prefix, instance ("Lo0" for Ids made here), 9 base-62 digits.
std::string make_id(std::string_view key_prefix, std::string_view instance, std::uint64_t number);

inline constexpr std::string_view kNullId = "000000000000000AAA";

}  // namespace localorg::org
