#include "eval/libcurl.h"

#include <dlfcn.h>

#include <optional>

namespace localorg::eval {
namespace {

// By the name that its interface has had since 2006; never unloaded.
void* load() {
  for (const char* name : {"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.4.dylib"}) {
    if (void* library = dlopen(name, RTLD_NOW | RTLD_LOCAL); library != nullptr) return library;
  }
  return nullptr;
}

template <typename Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

std::optional<Libcurl> found() {
  void* library = load();
  Libcurl out{};
  const bool is_whole =
      library != nullptr && find(library, "curl_global_init", out.global_init) &&
      find(library, "curl_easy_init", out.easy_init) && find(library, "curl_easy_cleanup", out.easy_cleanup) &&
      find(library, "curl_easy_setopt", out.easy_setopt) && find(library, "curl_easy_perform", out.easy_perform) &&
      find(library, "curl_easy_getinfo", out.easy_getinfo) && find(library, "curl_easy_strerror", out.easy_strerror) &&
      find(library, "curl_slist_append", out.slist_append) && find(library, "curl_slist_free_all", out.slist_free_all);
  if (!is_whole || out.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return std::nullopt;
  return out;
}

}  // namespace

const Libcurl* libcurl() {
  static const std::optional<Libcurl> library = found();
  return library ? &*library : nullptr;
}

}  // namespace localorg::eval
