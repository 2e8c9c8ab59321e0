#include "core/http/message.h"

namespace hark::http {

std::string_view toString(Version version) {
    switch (version) {
        case Version::Http10:
            return "HTTP/1.0";
        case Version::Http11:
            return "HTTP/1.1";
        case Version::Http2:
            return "HTTP/2";
        case Version::Http3:
            return "HTTP/3";
    }
    return "";
}

}  // namespace hark::http
