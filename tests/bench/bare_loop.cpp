// The yardstick: reads a capture with libpcap and does nothing with it.

#include <array>
#include <cstdint>
#include <cstdio>

#include <pcap/pcap.h>

int main(int argc, char** argv) {
    std::array<char, PCAP_ERRBUF_SIZE> error{};
    pcap_t* capture = argc == 2 ? pcap_open_offline(argv[1], error.data()) : nullptr;
    if (capture == nullptr) {
        std::fprintf(stderr, "usage: bare_loop CAPTURE (%s)\n", error.data());
        return 2;
    }
    pcap_pkthdr* header = nullptr;
    const unsigned char* bytes = nullptr;
    std::uint64_t packets = 0;
    while (pcap_next_ex(capture, &header, &bytes) == 1)
        ++packets;
    pcap_close(capture);
    std::printf("%llu packets\n", static_cast<unsigned long long>(packets));
    return 0;
}
