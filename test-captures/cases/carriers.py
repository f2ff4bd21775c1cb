# SPDX-License-Identifier: GPL-2.0-or-later
"""What carries SMB: ports, IPv6, tags, tunnels, and no TCP at all."""

from scapy.layers.inet import UDP

from logon import extended_answer, pipe_transaction, setup_13, setup_answer
from ntlmssp import LM_RESPONSE, NTLM_RESPONSE
from outcome import (case, close, details, in_use, mailslot, offer, smb1_answer,
                     smb2_answer, story, traffic)
from smb import (BROWSER_SERVICE, DECOY, LOGON_FAILURE, POSITIVE_SESSION_RESPONSE,
                 WINDOWS_XP, XP, mailslot_datagram, negotiate,
                 netbios_datagram, nt_answer, session_message, session_request,
                 session_setup, session_setup_answer, smb2, smb2_negotiate)
from smb import smb2_answer as smb2_negotiate_answer
from tcp import (CLIENT, CLIENT6, CLIENT_MAC, Connection, GtpOverTcp, Host,
                 RAW, SERVER, SERVER6, SERVER_MAC, USER0, bare, datagram, gre,
                 icmp_unreachable, ipx_datagram, ipx_mailslot, mobile_ip,
                 netbios_frames, netbios_frames_datagram, raw, vlan)


@case(offer(6, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(7, "SMB1 selected", "smb1_selected", index=5,
                  selected="NT LM 0.12"),
      details(8),
      in_use(9))
def port_139(capture):
    """NetBIOS session service with its session request: the Computer Browser's
    SMB1-only list."""
    connection = Connection(capture, server_port=139).open()
    connection.client.emit("PA", session_request("SERVER", "CLIENT"))
    connection.server.emit("PA", POSITIVE_SESSION_RESPONSE)
    connection.client.send(negotiate(XP, BROWSER_SERVICE))
    connection.server.send(nt_answer(5, BROWSER_SERVICE))
    connection.client.send(session_setup(BROWSER_SERVICE))
    connection.server.send(session_setup_answer(BROWSER_SERVICE))


@case(offer(6, "SMB2 with SMB1 decoy", "decoy"),
      smb2_answer(7, "SMB2 selected", selected="SMB 2.0.2"),
      identity={4: {"client.name": "CLIENT", "server.name": "SERVER"}})
def port_139_smb2(capture):
    """The same, and SMB 2.0.2 is selected: the names of the session request stand
    there, too."""
    connection = Connection(capture, server_port=139).open()
    connection.client.emit("PA", session_request("SERVER", "CLIENT"))
    connection.server.emit("PA", POSITIVE_SESSION_RESPONSE)
    connection.client.send(negotiate(DECOY))
    connection.server.send(smb2_negotiate_answer(0x0202))


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      close(5, "SMB1 refused by reset", "smb1_refused"),
      options=("-d", "tcp.port==8445,nbss"))
def port_8445(capture):
    """SMB on a port of its own, with Decode As: the port decides nothing."""
    connection = Connection(capture, server_port=8445).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.reset()


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      close(5, "SMB1 refused by reset", "smb1_refused"),
      options=("-d", "tcp.port==8445,nbss"))
def port_445_on_the_client(capture):
    """A scanner sends from port 445 to another port: the offer tells who is the
    client, not the port."""
    connection = Connection(capture, port=445, server_port=8445).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.reset()


@case(offer(4, "SMB2 with SMB1 decoy", "decoy"),
      smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                  selected="NT LM 0.12", needs="server"),
      close(6, "Red herring reset", "red_herring"))
def port_445_on_both(capture):
    """A red herring with port 445 on both sides."""
    connection = Connection(capture, port=445).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(0))
    connection.client.reset()


@case(story(offer(4, "SMB2 with SMB1 decoy", "decoy"),
            smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                        selected="NT LM 0.12", needs="server"),
            close(6, "Red herring reset", "red_herring"),
            client="2001:db8::10", server="2001:db8:1::20"))
def ipv6(capture):
    """A red herring over IPv6."""
    connection = Connection(capture, client=CLIENT6, server=SERVER6).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(0))
    connection.client.reset()


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      close(5, "SMB1 refused by reset", "smb1_refused"))
def vlan_tag(capture):
    """A refusal by reset inside a VLAN."""
    connection = Connection(capture, carry=vlan).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.reset()


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      close(5, "SMB1 refused by reset", "smb1_refused"))
def raw_ip(capture):
    """A refusal by reset in IP that no link carries, so that there are no cards."""
    capture.link = RAW
    connection = Connection(capture, carry=raw).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.reset()


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      close(5, "SMB1 refused by close", "smb1_refused"))
def gre_tunnel(capture):
    """A refusal by close inside GRE: the addresses are the inner ones."""
    connection = Connection(capture, carry=gre).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.fin()


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      close(5, "SMB1 refused by reset", "smb1_refused"))
def mobile_ip_tunnel(capture):
    """A refusal by reset inside Mobile IP, which is drawn below the tunnel."""
    connection = Connection(capture, carry=mobile_ip).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.reset()


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      close(6, "SMB1 refused by close", "smb1_refused"),
      options=("-d", f"tcp.port=={GtpOverTcp.PORT},gtp"))
def tcp_in_tcp(capture):
    """What carries a connection closes before it, and once more with it: the end of one
    is not that of the other."""
    carry = GtpOverTcp(capture)
    connection = Connection(capture, carry=carry).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    carry.flags = "FPA"
    connection.server.ack()
    connection.server.fin()


@case(story(offer(4, "SMB1 only", "smb1_only", needs="client"),
            close(5, "SMB1 refused by close", "smb1_refused")),
      story(offer(6, "SMB2 with SMB1 decoy", "decoy"),
            smb1_answer(7, "SMB1 selected", "smb1_selected", index=0,
                        selected="NT LM 0.12", needs="server"),
            close(8, "Red herring reset", "red_herring")))
def mobile_ip_after_plain(capture):
    """The tunnel begins in the middle of a capture, with an offer."""
    plain = Connection(capture).open()
    plain.client.send(negotiate(XP, WINDOWS_XP))
    plain.server.fin()
    carried = Connection(capture, port=capture.port + 1, carry=mobile_ip)
    carried.client.send(negotiate(DECOY))
    carried.server.send(nt_answer(0))
    carried.client.reset()


@case(offer(5, "SMB1 only", "smb1_only", needs="client"),
      close(6, "SMB1 refused by reset", "smb1_refused"))
def mobile_ip_segments(capture):
    """The offer comes in two segments inside Mobile IP, and counts where it is
    whole."""
    connection = Connection(capture, carry=mobile_ip).open()
    message = session_message(negotiate(XP, WINDOWS_XP))
    connection.client.emit("PA", message[:60])
    connection.client.emit("PA", message[60:])
    connection.server.reset()


@case(mailslot(1, "CLIENT"))
def mobile_ip_mailslot(capture):
    """A mailslot datagram inside Mobile IP."""
    inner = datagram(CLIENT, SERVER, 138, netbios_datagram(
        CLIENT.address, mailslot_datagram()))
    capture.add(mobile_ip(CLIENT, SERVER, inner[UDP]))


ROUTER = Host("203.0.113.1", SERVER_MAC)


@case(offer(4, "SMB1 only", "smb1_only", needs="client"),
      smb1_answer(7, "SMB1 selected", "smb1_selected", index=5,
                  selected="NT LM 0.12"))
def icmp_quotes_reset(capture):
    """A router's ICMP errors quote a RST and a FIN of the server: nothing was
    reset or closed."""
    connection = Connection(capture).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    for flags in ("RA", "FA"):
        quoted = connection.carry(SERVER, CLIENT,
                                  connection.server.segment(flags)).payload
        capture.add(icmp_unreachable(ROUTER, SERVER, quoted))
    connection.server.send(nt_answer(5, WINDOWS_XP))


def client_quotes_reset(capture, client, server):
    """Where all ports are 445, the ICMP error of the client has the ends of its own
    segments."""
    connection = Connection(capture, client=client, server=server, port=445).open()
    connection.client.send(negotiate(DECOY))
    connection.server.send(nt_answer(0))
    quoted = connection.carry(server, client, connection.server.segment("RA")).payload
    capture.add(icmp_unreachable(client, server, quoted))


QUOTED_445 = (offer(4, "SMB2 with SMB1 decoy", "decoy"),
              smb1_answer(5, "SMB1 selected", "smb1_selected", index=0,
                          selected="NT LM 0.12", needs="server"))


QUOTING = Host("192.0.2.77", CLIENT_MAC)


@case(story(*QUOTED_445, client=QUOTING.address))
def icmp_quotes_reset_to_445(capture):
    """The client's ICMP error quotes the server's RST: nobody reset anything."""
    client_quotes_reset(capture, QUOTING, SERVER)


@case(story(*QUOTED_445, client=CLIENT6.address, server=SERVER6.address))
def icmpv6_quotes_reset_to_445(capture):
    """The same with ICMPv6."""
    client_quotes_reset(capture, CLIENT6, SERVER6)


@case(mailslot(1, "CLIENT"))
def udp_138_mailslot(capture):
    """SMB1 framing in a mailslot datagram on UDP 138 is no SMB1 session: the name
    of its sender, and no verdict."""
    capture.add(datagram(CLIENT, SERVER, 138, netbios_datagram(
        CLIENT.address, mailslot_datagram())))


SMB_HEADER = 32


@case()
def udp_138_cut(capture):
    """A mailslot datagram that was cut within the SMB header: it shows nothing."""
    whole = datagram(CLIENT, SERVER, 138, netbios_datagram(
        CLIENT.address, mailslot_datagram()))
    after_header = len(mailslot_datagram()) - SMB_HEADER
    capture.add(whole, captured=len(whole) - after_header - 4)


@case()
def udp_138_smb2(capture):
    """SMB2 in a NetBIOS datagram, where it never is: no SMB1 framing."""
    capture.add(datagram(CLIENT, SERVER, 138, netbios_datagram(
        CLIENT.address, smb2_negotiate((0x0202,)))))


SMB2_ECHO = 0x000D
NETBIOS_HOSTS = {"client": CLIENT_MAC, "server": SERVER_MAC}


@case(story(offer(1, "SMB1 only", "smb1_only", needs="client"),
            **NETBIOS_HOSTS),
      story(smb1_answer(2, "SMB1 selected", "smb1_selected", index=5,
                        needs="unknown"), **NETBIOS_HOSTS),
      story(traffic(3), **NETBIOS_HOSTS),
      story(in_use(4, needs="unknown"), **NETBIOS_HOSTS))
def netbios_frames_without_tcp(capture):
    """NetBIOS Frames (IEEE 802.2 LLC) carry SMB without TCP: each frame is judged
    alone."""
    for place, pdu in enumerate((negotiate(XP, WINDOWS_XP),
                                 nt_answer(5, WINDOWS_XP),
                                 session_setup(WINDOWS_XP),
                                 session_setup_answer(WINDOWS_XP))):
        hosts = (SERVER, CLIENT) if place % 2 else (CLIENT, SERVER)
        capture.add(netbios_frames(*hosts, place // 2, pdu))


@case(story(traffic(1), client=CLIENT_MAC, server=SERVER_MAC))
def netbios_frames_transaction(capture):
    """A transaction on a pipe in NetBIOS Frames: no mailslot, so no datagram."""
    capture.add(netbios_frames(CLIENT, SERVER, 0, pipe_transaction(
        "\\PIPE\\srvsvc", stack=BROWSER_SERVICE)))


@case()
def netbeui_smb2(capture):
    """An SMB2 ECHO in NetBIOS Frames, where it never is: nothing to judge."""
    capture.add(netbios_frames(CLIENT, SERVER, 0, smb2(
        SMB2_ECHO, bytes((4, 0, 0, 0)), message=1)))


@case(mailslot(1, None, CLIENT_MAC))
def netbeui_mailslot(capture):
    """A mailslot datagram in NetBIOS Frames, without TCP and UDP: no SMB1
    session."""
    capture.add(netbios_frames_datagram(CLIENT, SERVER, mailslot_datagram()))


IPX_ADDRESS = "00000001." + CLIENT_MAC.replace(":", "")


@case(mailslot(1, None, IPX_ADDRESS), mailslot(2, None, IPX_ADDRESS))
def ipx_mailslots(capture):
    """A mailslot datagram over IPX: as a directed datagram of NetBIOS, and as a
    mailslot write of NMPI."""
    capture.add(ipx_datagram(CLIENT, SERVER, mailslot_datagram()))
    capture.add(ipx_mailslot(CLIENT, SERVER, mailslot_datagram()))


@case(story(traffic(1), client=IPX_ADDRESS,
            server="00000001." + SERVER_MAC.replace(":", "")))
def ipx_session_setup(capture):
    """A session setup over IPX is no mailslot datagram: SMB1 traffic."""
    capture.add(ipx_datagram(CLIENT, SERVER, session_setup(WINDOWS_XP)))


WITHOUT_LINK = ("-o", 'uat:user_dlts:"User 0 (DLT=147)","tcp","0","","0",""')


@case(story(offer(4, "SMB1 only", "smb1_only", needs="client"),
            close(5, "SMB1 refused by reset", "smb1_refused"),
            client="-", server="-"),
      options=WITHOUT_LINK)
def tcp_without_ip(capture):
    """TCP with nothing below it: there are no addresses to show, the ports tell who
    is who."""
    capture.link = USER0
    connection = Connection(capture, carry=bare).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.reset()


@case(story(offer(4, "SMB1 only", "smb1_only", needs="client"),
            smb1_answer(5, "SMB1 selected", "smb1_selected", index=5,
                        selected="NT LM 0.12"),
            details(6), in_use(7),
            client="-", server="-",
            identity={5: {"signing": "not offered"},
                      6: {"client.user": "alice", "client.domain": "EXAMPLE",
                          "client.os": "A", "client.lanman": "B", "auth": "NTLMv1"},
                      7: {"server.os": "C", "server.lanman": "D"}}),
      options=WITHOUT_LINK)
def tcp_without_ip_logon(capture):
    """A logon where there are no addresses: the two sides are what they say."""
    capture.link = USER0
    connection = Connection(capture, carry=bare).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.send(extended_answer(5, WINDOWS_XP))
    connection.client.send(setup_13("alice", "EXAMPLE", "A", "B", lm=LM_RESPONSE,
                                    nt=NTLM_RESPONSE, stack=WINDOWS_XP))
    connection.server.send(setup_answer("C", "D", stack=WINDOWS_XP))


@case(story(offer(4, "SMB1 only", "smb1_only", needs="client"),
            smb1_answer(5, "SMB1 selected", "smb1_selected", index=5,
                        selected="NT LM 0.12"),
            details(6),
            client="-", server="-",
            identity={5: {"signing": "not offered"},
                      6: {"client.user": "alice", "auth": "NTLMv1"},
                      7: {"client.user": None, "auth": None, "client.user_refused": "alice"}}),
      options=WITHOUT_LINK)
def tcp_without_ip_refused(capture):
    """A logon is refused where there are no addresses: of the client, only that is known."""
    capture.link = USER0
    connection = Connection(capture, carry=bare).open()
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.send(extended_answer(5, WINDOWS_XP))
    connection.client.send(setup_13("alice", "", "", "", lm=LM_RESPONSE, nt=NTLM_RESPONSE,
                                    stack=WINDOWS_XP))
    connection.server.send(session_setup_answer(WINDOWS_XP, status=LOGON_FAILURE))


@case(story(offer(6, "SMB1 only", "smb1_only", needs="client"),
            close(7, "SMB1 refused by reset", "smb1_refused"),
            client="-", server="-",
            identity={4: {"client.name": "DESK1"}}),
      options=WITHOUT_LINK)
def tcp_without_ip_name(capture):
    """A NetBIOS session request for any server where there are no addresses: of the client, only
    its name is known."""
    capture.link = USER0
    connection = Connection(capture, server_port=139, carry=bare).open()
    connection.client.emit("PA", session_request("*SMBSERVER", "DESK1"))
    connection.server.emit("PA", POSITIVE_SESSION_RESPONSE)
    connection.client.send(negotiate(XP, WINDOWS_XP))
    connection.server.reset()
