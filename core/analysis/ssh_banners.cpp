#include "core/analysis/ssh_banners.h"

#include <string_view>
#include <type_traits>
#include <variant>

#include <fmt/format.h>

#include "core/base/bytes.h"

namespace hark::analysis {

namespace {

// "The maximum length of the string is 255 characters, including the Carriage Return and Line
// Feed."
constexpr std::size_t kLongestBanner = 253;

// SSH-protoversion-softwareversion SP comments; the software's name, with the version of the
// protocol where that is not 2.0.
std::string softwareOf(std::string_view banner) {
    constexpr std::string_view kBegin = "SSH-";
    if (!banner.starts_with(kBegin)) return {};
    banner.remove_prefix(kBegin.size());
    const std::size_t dash = banner.find('-');
    if (dash == std::string_view::npos) return {};
    const std::string_view version = banner.substr(0, dash);
    const std::string_view rest = banner.substr(dash + 1);
    const std::string_view software = rest.substr(0, rest.find(' '));
    return version == "2.0" ? std::string(software) : fmt::format("{} ({})", software, version);
}

}  // namespace

void SshBanners::on(const stream::Event& event) {
    std::visit(
        [this](const auto& what) {
            Banner& banner = banners_.at(stream::index(what.direction));
            if (banner.isDone) return;
            if constexpr (std::is_same_v<std::decay_t<decltype(what)>, stream::Data>) {
                const std::string_view text = base::asText(what.bytes);
                const std::size_t end = text.find_first_of("\r\n");
                const std::string_view line = text.substr(0, end);
                banner.line += line.substr(0, kLongestBanner - banner.line.size());
                banner.isDone =
                    end != std::string_view::npos || banner.line.size() == kLongestBanner;
            } else {
                banner.isDone = true;
            }
        },
        event);
}

std::string SshBanners::detail() const {
    std::string text;
    for (const auto direction :
         {stream::Direction::ClientToServer, stream::Direction::ServerToClient}) {
        const std::string software = softwareOf(banners_.at(stream::index(direction)).line);
        if (software.empty()) continue;
        const bool isClient = direction == stream::Direction::ClientToServer;
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", isClient ? "client" : "server",
                            software);
    }
    return text;
}

}  // namespace hark::analysis
