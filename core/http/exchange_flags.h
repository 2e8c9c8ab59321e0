#pragma once

namespace hark::http {

/// What is known of an exchange: the bits of exchange.flags in a case.
struct ExchangeFlag {
    static constexpr unsigned kRequest = 1;  ///< a first byte of it was seen
    static constexpr unsigned kRequestHead = 2;
    static constexpr unsigned kRequestComplete = 4;
    static constexpr unsigned kResponse = 8;
    static constexpr unsigned kResponseHead = 16;
    static constexpr unsigned kResponseComplete = 32;
    static constexpr unsigned kEnded = 64;  ///< nothing more comes
    static constexpr unsigned kBothComplete = kRequestComplete | kResponseComplete;
};

}  // namespace hark::http
