# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# The capture filter of audit --capture-filter, by pcap-filter(7). It knows no
# connections: of those on SMB's ports it takes every packet, of others those
# that begin with an SMB message.

# What of a packet without tags it takes, a line each.
smb='tcp port 139 or tcp port 445'
# A further fragment has no ports; IPv6 may have other headers before TCP's.
fragments='(ip[6:2] & 0x1fff != 0) or (ip6 and ip6[6] != 6 and ip6[6] != 17 and ip6[6] != 58)'
# SMB1, SMB2, and encrypted or compressed, behind the header of a session message.
magic='(tcp[((tcp[12] & 0xf0) >> 2) + 4 : 4] & 0xfcffffff = 0xfc534d42)'
magic6='(ip6[6] = 6 and ip6[((ip6[52] & 0xf0) >> 2) + 44 : 4] & 0xfcffffff = 0xfc534d42)'
# Every protocol of IP but ICMP, IGMP, TCP, UDP, ESP, AH, EIGRP, OSPF, PIM, VRRP.
tunnels='(ip and not (ip proto 1 or ip proto 2 or ip proto 6 or ip proto 17 or ip proto 50 or
	ip proto 51 or ip proto 88 or ip proto 89 or ip proto 103 or ip proto 112))'
# Tunnels have many ports; these carry none, and so the cut has it (cut/frame.c). SOCKS.
in_udp='(udp and not (udp port 53 or udp port 67 or udp port 68 or udp port 123 or udp port 137 or
	udp port 161 or udp port 162 or udp port 443 or udp port 514 or udp port 546 or
	udp port 547 or udp port 1900 or udp port 3702 or udp port 5353 or udp port 5355)) or
	tcp port 1080'
# MPLS, PPPoE, provider bridges, IPX; LLC, with NetBEUI and IPX in it.
links='ether proto 0x8847 or ether proto 0x8848 or ether proto 0x8864 or ether proto 0x88e7 or
	ether proto 0x8137 or ether[12:2] <= 1500'

# One line. Behind "vlan" all offsets are those behind the tag. A packet that ends before
# the magic is refused, whatever stands behind it here: so that is last.
capture_filter() {
	plain="$smb or $fragments or $tunnels or $in_udp or $magic or $magic6"
	printf '%s\n' "$links or $plain or (vlan and ($plain or (vlan and ($plain))))" | tr -s '\n\t' ' '
	echo
}
