// The certificate authority of this machine's user and its one leaf, made at first start (wire.md 2.1).  They lie in the user's
// data folder and nowhere else: the system's trust store is not touched.
#pragma once

#include <string>

#include "base/result.h"

namespace localorg::serve {

struct Certificates {
  std::string ca;      // ca.pem
  std::string bundle;  // bundle.pem: the system's authorities and ours
  std::string chain;   // server.pem: the leaf
  std::string key;     // server-key.pem, for the user alone
};

// Finds or makes them in `folder`, which is made too.  A leaf that ends within 30 days is made anew, and so is the bundle when
// the system's authorities are others.
Result<Certificates> certificates_in(const std::string& folder);

// 32 random bytes that this user's fixed tokens are made from: folder/secret, for the user alone.
Result<std::string> secret_in(const std::string& folder);

}  // namespace localorg::serve
