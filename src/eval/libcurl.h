// libcurl, loaded when a model is asked for the first time: it brings some 25 libraries along, which every start of the program
// would otherwise pay for.
#pragma once

#include <curl/curl.h>

namespace localorg::eval {

// The functions that are used, with libcurl's own names and contracts.
struct Libcurl {
  decltype(&curl_global_init) global_init;
  decltype(&curl_easy_init) easy_init;
  decltype(&curl_easy_cleanup) easy_cleanup;
  CURLcode (*easy_setopt)(CURL*, CURLoption, ...);
  decltype(&curl_easy_perform) easy_perform;
  CURLcode (*easy_getinfo)(CURL*, CURLINFO, ...);
  decltype(&curl_easy_strerror) easy_strerror;
  decltype(&curl_slist_append) slist_append;
  decltype(&curl_slist_free_all) slist_free_all;
};

// Null where the system has none, or one that cannot be used.
const Libcurl* libcurl();

}  // namespace localorg::eval
