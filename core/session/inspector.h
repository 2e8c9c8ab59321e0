#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include <absl/container/flat_hash_map.h>

#include "core/content/media_type.h"
#include "core/exchange/event.h"
#include "core/session/content_reader.h"
#include "core/session/facts.h"
#include "core/session/head_reader.h"
#include "core/session/limits.h"

namespace hark::session {

/// Takes what an exchange shows. `isFinal`: nothing more comes of it; before that the same exchange
/// may be told once, with what its heads show.
class FactsSink {
public:
    virtual ~FactsSink() = default;
    virtual void onFacts(Facts&& facts, bool isFinal) = 0;
};

/// Takes the events of exchanges and makes Facts of each: reads heads, collects the beginnings of
/// contents and has them read. Judges nothing.
class Inspector {
public:
    /// The books and the sink must outlive the inspector.
    Inspector(const Limits& limits, const Books& books, FactsSink& sink);
    ~Inspector();
    Inspector(const Inspector&) = delete;
    Inspector& operator=(const Inspector&) = delete;

    void on(const exchange::Event& event);
    /// Uses that further exchanges may repeat.
    template <typename Take>
    void forEachRemembered(Take take) const {
        heads_.forEachRemembered(take);
    }

    /// Contents that were not looked into since too many were open.
    [[nodiscard]] std::uint64_t contentsPassedOver() const { return contentsPassedOver_; }

private:
    struct Contents;

    void onResponseHead(const exchange::Exchange& exchange);
    void onContent(const exchange::ContentSeen& seen);
    [[nodiscard]] bool isWanted(const exchange::Exchange& exchange, bool isResponse);
    [[nodiscard]] content::MediaKind mediaKindOf(const http::Fields& fields);
    /// Null where too many are open.
    Contents* begin(base::ExchangeId exchange);
    void onEnded(const exchange::Exchange& exchange);

    Limits limits_;
    FactsSink& sink_;
    HeadReader heads_;
    ContentReader contentReader_;
    absl::flat_hash_map<base::ExchangeId, std::unique_ptr<Contents>> contents_;
    std::size_t collected_ = 0;                                             // bytes in contents_
    std::array<std::pair<std::string, content::MediaKind>, 8> mediaKinds_;  // met last
    std::size_t nextMediaKind_ = 0;
    std::uint64_t contentsPassedOver_ = 0;
};

}  // namespace hark::session
