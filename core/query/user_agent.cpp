#include "core/query/user_agent.h"

#include <algorithm>
#include <array>

#include "core/base/text.h"

namespace hark::query {

namespace {

// Longer ones are no names; and what is shown is a line among others.
constexpr std::size_t kLongestName = 40;
constexpr std::size_t kLongestVersion = 16;
// The field may be as long as a head; what names the program comes early.
constexpr std::size_t kRead = 1024;

struct Sign {
    std::string_view token;
    std::string_view name;
};

// The first that is there: who descends from a browser names it as well.
constexpr auto kBrowsers = std::to_array<Sign>({{"Edg/", "Edge"},
                                                {"EdgA/", "Edge"},
                                                {"EdgiOS/", "Edge"},
                                                {"OPR/", "Opera"},
                                                {"SamsungBrowser/", "Samsung Internet"},
                                                {"YaBrowser/", "Yandex Browser"},
                                                {"Vivaldi/", "Vivaldi"},
                                                {"HeadlessChrome/", "headless Chrome"},
                                                {"CriOS/", "Chrome"},
                                                {"FxiOS/", "Firefox"},
                                                {"Firefox/", "Firefox"},
                                                {"Chromium/", "Chromium"},
                                                {"Chrome/", "Chrome"}});

constexpr auto kSystems = std::to_array<Sign>({{"Windows Phone", "Windows Phone"},
                                               {"Windows", "Windows"},
                                               {"Android", "Android"},
                                               {"iPhone", "iOS"},
                                               {"iPad", "iPadOS"},
                                               {"CrOS", "ChromeOS"},
                                               {"Mac OS X", "macOS"},
                                               {"Linux", "Linux"},
                                               {"FreeBSD", "FreeBSD"},
                                               {"OpenBSD", "OpenBSD"}});

std::string_view wordAt(std::string_view text, std::size_t at, std::size_t longest) {
    const std::size_t end = std::min(text.find_first_of(" ;()", at), text.size());
    return text.substr(at, std::min(end - at, longest));
}

// Of a browser's version the first number says enough.
std::string withMajor(std::string_view name, std::string_view text, std::size_t at) {
    std::string_view version = wordAt(text, at, kLongestVersion);
    version = version.substr(0, version.find('.'));
    return version.empty() ? std::string(name) : std::string(name) + " " + std::string(version);
}

// "curl/8.5.0 ..." is curl 8.5.0.
std::string firstProduct(std::string_view text) {
    const std::string_view product = wordAt(text, 0, kLongestName + kLongestVersion);
    const std::size_t slash = product.find('/');
    std::string out(product.substr(0, std::min(slash, kLongestName)));
    const std::string_view version =
        slash == std::string_view::npos ? "" : product.substr(slash + 1, kLongestVersion);
    if (!version.empty()) out += " " + std::string(version);
    return out;
}

std::string program(std::string_view text) {
    for (const auto& [token, name] : kBrowsers) {
        const std::size_t at = text.find(token);
        if (at != std::string_view::npos) return withMajor(name, text, at + token.size());
    }
    const std::size_t safari = text.find("Version/");
    if (safari != std::string_view::npos && text.find("Safari/") != std::string_view::npos) {
        return withMajor("Safari", text, safari + std::string_view("Version/").size());
    }
    for (const std::string_view token : {std::string_view("MSIE "), std::string_view("Trident/")}) {
        if (text.find(token) != std::string_view::npos) return "Internet Explorer";
    }
    return firstProduct(text);
}

}  // namespace

std::string userAgentInWords(std::string_view field) {
    const std::string_view text = base::trimmed(field.substr(0, kRead));
    std::string out = program(text);
    if (!text.starts_with("Mozilla/")) return out;
    for (const auto& [token, name] : kSystems) {
        if (text.find(token) == std::string_view::npos) continue;
        return out + " on " + std::string(name);
    }
    return out;
}

}  // namespace hark::query
