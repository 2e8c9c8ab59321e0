#pragma once

#include <string_view>

namespace hark::http {

// By the Public Suffix List that libpsl has built in. Hosts are names without port, in any case; a
// dot at the end doesn't count; internationalised ones are in their ASCII form, as on the wire. Any
// thread may ask; the answers for the hosts asked last are remembered by thread.

/// Whether anyone can register names directly below it: "com", "co.uk", "github.io"; also a top
/// level that the list doesn't have ("localhost"). No cookie can be for all of it.
[[nodiscard]] bool isPublicSuffix(std::string_view domain);

/// The domain that was registered: the public suffix and one label more; a view into `host`. Empty
/// for a public suffix, an IP address, or what is no host name.
[[nodiscard]] std::string_view registrableDomain(std::string_view host);

/// Whether two hosts are same site but for the scheme (HTML standard, section 7.1.1): the same
/// registrable domain, or the same host where there is none.
[[nodiscard]] bool sameSite(std::string_view hostA, std::string_view hostB);

}  // namespace hark::http
