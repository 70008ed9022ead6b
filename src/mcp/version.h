// The revisions of the protocol that are spoken.
//
// Up to 2025-11-25 a client begins with `initialize`, and what was agreed there holds for the session.  From 2026-07-28 on
// there is neither: each request says in params._meta which revision it is in, and stands by itself.  2026-07-28 and
// 2025-11-25 were checked against the schemas in the published TypeScript SDK (@modelcontextprotocol/client 2.3,
// @modelcontextprotocol/sdk 1.32).
#pragma once

#include <array>
#include <string_view>

namespace localorg::mcp {

struct Version {
  std::string_view name;
  bool is_stateless = false;   // no sessions: 2026-07-28
  bool takes_batches = false;  // JSON-RPC arrays: in 2025-03-26, gone in 2025-06-18
  bool has_structured = true;  // outputSchema, structuredContent and titles: since 2025-06-18
};

inline constexpr std::array<Version, 5> kVersions = {{
    {.name = "2026-07-28", .is_stateless = true},
    {.name = "2025-11-25"},
    {.name = "2025-06-18"},
    {.name = "2025-03-26", .takes_batches = true, .has_structured = false},
    {.name = "2024-11-05", .has_structured = false},
}};

// Null: it is none of them.
constexpr const Version* find_version(std::string_view name) {
  for (const Version& version : kVersions) {
    if (version.name == name) return &version;
  }
  return nullptr;
}

// The one that `initialize` agrees on: what the client asks for, or else the newest that has sessions.
constexpr const Version& agreed_version(std::string_view asked) {
  const Version* found = find_version(asked);
  return found != nullptr && !found->is_stateless ? *found : kVersions[1];
}

// What a request over HTTP is in that neither says so nor belongs to a later revision (2025-06-18, Transports).
inline constexpr const Version& kUnsaidVersion = kVersions[3];

}  // namespace localorg::mcp
