#include "cli/waterfall.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "cli/terminal.h"

namespace hark::cli {

namespace {

struct Look {
    std::string_view sign;
    std::string_view colour;
};

// The colours are those of the desktop application, as far as a terminal has them.
constexpr std::array<Look, 8> kLooks{
    Look{" ", ""},         Look{"d", "\x1b[35m"}, Look{"c", "\x1b[33m"}, Look{"·", "\x1b[90m"},
    Look{"▒", "\x1b[36m"}, Look{"░", "\x1b[32m"}, Look{"█", "\x1b[34m"}, Look{">", "\x1b[31m"}};

}  // namespace

Waterfall::Waterfall(std::int64_t beginNs, std::int64_t endNs, std::size_t width, bool colour)
    : begin_(beginNs),
      end_(std::max(endNs, beginNs + 1)),
      width_(std::max<std::size_t>(width, 8)),
      colour_(colour) {}

std::size_t Waterfall::columnOf(std::int64_t ns) const {
    const double share = static_cast<double>(ns - begin_) / static_cast<double>(end_ - begin_);
    const double column = std::clamp(share, 0.0, 1.0) * static_cast<double>(width_ - 1);
    return static_cast<std::size_t>(column);
}

void Waterfall::paint(const query::ExchangeRow& row, std::vector<Phase>& cells) const {
    const auto paintPhase = [&](std::int64_t from, std::int64_t to, Phase phase) {
        for (std::size_t i = columnOf(from); i <= columnOf(to); ++i)
            cells[i] = phase;
    };
    std::int64_t at = row.startedNs;
    const std::int64_t looked = at - row.connectNs.value_or(0);
    if (row.dnsNs) paintPhase(looked - *row.dnsNs, looked, Phase::Dns);
    if (row.connectNs) paintPhase(looked, at, Phase::Connect);
    const std::int64_t sent = at + row.sendNs.value_or(0);
    if (row.sendNs) paintPhase(at, sent, Phase::Send);
    const std::int64_t answered = sent + row.waitNs.value_or(0);
    if (row.waitNs) paintPhase(sent, answered, Phase::Wait);
    if (row.blockedNs && *row.blockedNs > 0)
        paintPhase(sent, sent + *row.blockedNs, Phase::Blocked);
    if (row.receiveNs) paintPhase(answered, answered + *row.receiveNs, Phase::Receive);
    if (!row.hasResponse || !row.responseComplete) {
        cells[columnOf(answered + row.receiveNs.value_or(0))] = Phase::Cut;
    }
}

std::string Waterfall::bar(const query::ExchangeRow& row) const {
    return lane({&row, 1});
}

std::string Waterfall::lane(std::span<const query::ExchangeRow> rows) const {
    std::vector<Phase> cells(width_, Phase::None);
    for (const query::ExchangeRow& row : rows)
        paint(row, cells);
    return drawn(cells);
}

std::string Waterfall::marks(std::span<const std::pair<std::int64_t, char>> signs) const {
    std::string out;
    for (const auto& [ns, sign] : signs) {
        const std::size_t column = std::max(columnOf(ns), out.size());
        if (column >= width_) break;
        out.resize(column, ' ');
        out += sign;
    }
    return out;
}

std::string Waterfall::drawn(const std::vector<Phase>& cells) const {
    std::string out;
    Phase last = Phase::None;
    for (const Phase phase : cells) {
        const Look& look = kLooks[static_cast<std::size_t>(phase)];
        if (colour_ && phase != last) out += look.colour.empty() ? "\x1b[0m" : look.colour;
        out += look.sign;
        last = phase;
    }
    if (colour_) out += "\x1b[0m";
    return out;
}

std::string Waterfall::ruler() const {
    constexpr std::size_t kStep = 16;
    std::string out;
    for (std::size_t column = 0; column + kStep <= width_ || column == 0; column += kStep) {
        const double share = static_cast<double>(column) / static_cast<double>(width_ - 1);
        const auto ns = static_cast<std::int64_t>(share * static_cast<double>(end_ - begin_));
        std::string label =
            "|" + (column == 0 ? std::string("0") : humanDuration(std::chrono::nanoseconds(ns)));
        label.resize(std::min(kStep, width_), ' ');
        out += label;
    }
    return out;
}

std::string Waterfall::legend() {
    std::string out;
    constexpr std::array<std::string_view, 8> kNames{"",     "dns",  "connect", "blocked",
                                                     "send", "wait", "receive", "not complete"};
    for (std::size_t i = 1; i < kLooks.size(); ++i) {
        out += (i > 1 ? "  " : "");
        out += kLooks[i].sign;
        out += ' ';
        out += kNames[i];
    }
    return out;
}

}  // namespace hark::cli
