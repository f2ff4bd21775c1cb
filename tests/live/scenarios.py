# SPDX-License-Identifier: GPL-2.0-or-later
"""The scenarios: who talks to whom, and what the plugin has to make of it.

Expected values come from the interface and the protocol, not from what the plugin printed.
Servers are named in lab/samba.py and lab/peer_servers.py, clients in lab/clients.py, where
"peer" is our own client: "peer OFFER, CONDUCT" with the offers of lab/messages.py.
"""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Scenario:
    """One connection and what is to be said of it."""
    name: str
    server: str
    client: str
    offer: str          # class of the offer
    verdict: str        # the last word on the connection ...
    decided_on: str     # ... and the frame on which it appears (lab/roles.py)
    needs: str          # the side that needs SMB1; "-" for neither
    selected: str       # the dialect chosen, once all is known; "-" for none
    index: str          # its place in the client's list, SMB1 answers only; "-" for none
    experts: str        # expert infos on the frames of the connection, in order; "-" for none


def table(text):
    """The scenarios of a table: lines of columns between bars, the first line left out."""
    lines = [line for line in text.splitlines() if line.strip()]
    return [Scenario(*(column.strip() for column in line.split("|"))) for line in lines[1:]]


SCENARIOS = table("""
name                     | server                | client                            | offer                | verdict                | decided on    | needs  | selected      | index | expert infos, in order
smb1-used                | smb1 only             | smbclient NT1..NT1                | SMB1 only            | SMB1 in use            | use           | client | NT LANMAN 1.0 | 0     | smb1_only smb1_selected smb1_in_use
smb1-long-list           | smb1 only             | smbclient CORE..NT1               | SMB1 only            | SMB1 in use            | use           | client | NT LANMAN 1.0 | 8     | smb1_only smb1_selected smb1_in_use
server-holds-back        | smb1 only             | smbclient NT1..SMB3               | SMB1 and SMB2        | SMB1 in use            | use           | server | NT LANMAN 1.0 | 0     | smb1_selected smb1_in_use
server-holds-back-core   | smb1 only             | smbclient CORE..SMB3              | SMB1 and SMB2        | SMB1 in use            | use           | server | NT LANMAN 1.0 | 8     | smb1_selected smb1_in_use
smb2-to-smb1-server      | smb1 only             | smbclient                         | SMB2 only            | SMB2 refused           | server close  | -      | -             | -     | -
impacket-smb1-server     | smb1 only             | impacket                          | SMB2 with SMB1 decoy | SMB1 in use            | use           | server | NT LM 0.12    | 0     | decoy smb1_selected smb1_in_use
six-used                 | smb1 only             | impacket six                      | SMB1 only            | SMB1 in use            | use           | client | NT LM 0.12    | 5     | smb1_only smb1_selected smb1_in_use
eight-used               | smb1 only             | impacket eight                    | SMB1 and SMB2        | SMB1 in use            | use           | server | NT LM 0.12    | 5     | smb1_selected smb1_in_use
impacket-smb1            | smb1 only             | impacket NT LM 0.12               | SMB1 only            | SMB1 in use            | use           | client | NT LM 0.12    | 0     | smb1_only smb1_selected smb1_in_use
red-herring              | smb1 only             | peer bait, resets                 | SMB2 with SMB1 decoy | Red herring reset      | client reset  | server | NT LM 0.12    | 0     | decoy smb1_selected red_herring
red-herring-eight        | smb1 only             | peer eight, resets                | SMB1 and SMB2        | Red herring reset      | client reset  | server | NT LM 0.12    | 5     | smb1_selected red_herring
bait-closed              | smb1 only             | peer bait, closes                 | SMB2 with SMB1 decoy | SMB1 abandoned         | client close  | server | NT LM 0.12    | 0     | decoy smb1_selected
bait-echo-reset          | smb1 only             | peer bait, echoes                 | SMB2 with SMB1 decoy | SMB1 abandoned         | client reset  | server | NT LM 0.12    | 0     | decoy smb1_selected
six-closed               | smb1 only             | peer six, closes                  | SMB1 only            | SMB1 abandoned         | client close  | client | NT LM 0.12    | 5     | smb1_only smb1_selected
six-reset                | smb1 only             | peer six, resets                  | SMB1 only            | SMB1 abandoned         | client reset  | client | NT LM 0.12    | 5     | smb1_only smb1_selected
lanman-answer            | smb1 only             | peer os2, closes                  | SMB1 only            | SMB1 abandoned         | client close  | client | LANMAN2.1     | 4     | smb1_only smb1_selected
core-refused             | smb1 only             | peer core, waits                  | SMB1 only            | SMB1 refused by answer | answer        | client | -             | 65535 | smb1_only smb1_refused
smb2-strings-smb1-server | smb1 only             | peer smb2 strings, waits          | SMB2 only            | SMB2 refused           | answer        | -      | -             | 65535 | -
unheard-of               | smb1 only             | peer unheard of, waits            | Unrecognized         | Offer refused          | answer        | -      | -             | 65535 | unknown_dialect
smb1-refused             | smb2 and up           | smbclient NT1..NT1                | SMB1 only            | SMB1 refused by answer | answer        | client | -             | 65535 | smb1_only smb1_refused
six-refused              | smb2 and up           | peer six, waits                   | SMB1 only            | SMB1 refused by answer | answer        | client | -             | 65535 | smb1_only smb1_refused
negotiated-up            | smb2 and up           | smbclient NT1..SMB3               | SMB1 and SMB2        | SMB2 selected          | second answer | -      | SMB 3.1.1     | -     | -
negotiated-up-ipv6       | smb2 and up over IPv6 | smbclient NT1..SMB3               | SMB1 and SMB2        | SMB2 selected          | second answer | -      | SMB 3.1.1     | -     | -
negotiated-up-core       | smb2 and up           | smbclient CORE..SMB3              | SMB1 and SMB2        | SMB2 selected          | second answer | -      | SMB 3.1.1     | -     | -
negotiated-2.0.2         | smb2 and up           | smbclient NT1..SMB2_02            | SMB1 and SMB2        | SMB2 selected          | answer        | -      | SMB 2.0.2     | -     | -
pure-smb2                | smb2 and up           | smbclient                         | SMB2 only            | SMB2 selected          | answer        | -      | SMB 3.1.1     | -     | -
pure-smb2.0.2            | smb2 and up           | smbclient SMB2_02..SMB2_02        | SMB2 only            | SMB2 selected          | answer        | -      | SMB 2.0.2     | -     | -
impacket-smb2            | smb2 and up           | impacket                          | SMB2 with SMB1 decoy | SMB2 selected          | second answer | -      | SMB 3.0       | -     | decoy
impacket-smb1-refused    | smb2 and up           | impacket NT LM 0.12               | SMB1 only            | SMB1 refused by answer | answer        | client | -             | 65535 | smb1_only smb1_refused
eight-up                 | smb2 and up           | impacket eight                    | SMB1 and SMB2        | SMB2 selected          | second answer | -      | SMB 3.0       | -     | -
harmless-reset           | smb2 and up           | peer bait, resets                 | SMB2 with SMB1 decoy | SMB2 selected          | answer        | -      | SMB 2.???     | -     | decoy
smb2-strings             | smb2 and up           | peer smb2 strings, closes         | SMB2 only            | SMB2 selected          | answer        | -      | SMB 2.???     | -     | -
both-smb1                | both                  | smbclient NT1..NT1                | SMB1 only            | SMB1 in use            | use           | client | NT LANMAN 1.0 | 0     | smb1_only smb1_selected smb1_in_use
both-up                  | both                  | smbclient NT1..SMB3               | SMB1 and SMB2        | SMB2 selected          | second answer | -      | SMB 3.1.1     | -     | -
both-pure-smb2           | both                  | smbclient                         | SMB2 only            | SMB2 selected          | answer        | -      | SMB 3.1.1     | -     | -
both-bait                | both                  | impacket                          | SMB2 with SMB1 decoy | SMB2 selected          | second answer | -      | SMB 3.0       | -     | decoy
guest                    | both                  | smbclient NT1..NT1 guest          | SMB1 only            | SMB1 in use            | use           | client | NT LANMAN 1.0 | 0     | smb1_only smb1_selected smb1_in_use
port-139                 | both                  | smbclient NT1..NT1 port 139       | SMB1 only            | SMB1 in use            | use           | client | NT LANMAN 1.0 | 0     | smb1_only smb1_selected smb1_in_use
anonymous                | both                  | smbclient NT1..NT1 anonymous      | SMB1 only            | SMB1 in use            | use           | client | NT LANMAN 1.0 | 0     | smb1_only smb1_selected smb1_in_use
ntlmv1                   | smb1 only             | smbclient NT1..NT1 NTLMv1         | SMB1 only            | SMB1 in use            | use           | client | NT LANMAN 1.0 | 0     | smb1_only smb1_selected smb1_in_use
lm                       | smb1 only             | smbclient LANMAN2..LANMAN2 LM     | SMB1 only            | SMB1 in use            | use           | client | LANMAN2.1     | 2     | smb1_only smb1_selected smb1_in_use
may-sign                 | smb1, may sign        | smbclient NT1..NT1                | SMB1 only            | SMB1 in use            | use           | client | NT LANMAN 1.0 | 0     | smb1_only smb1_selected smb1_in_use
must-sign                | smb1, must sign       | smbclient NT1..NT1                | SMB1 only            | SMB1 in use            | use           | client | NT LANMAN 1.0 | 0     | smb1_only smb1_selected smb1_in_use
wrong-password           | both                  | smbclient NT1..NT1 wrong password | SMB1 only            | SMB1 abandoned         | client close  | client | NT LANMAN 1.0 | 0     | smb1_only smb1_selected
too-old-smb2             | smb3.1.1              | smbclient NT1..SMB2_02            | SMB1 and SMB2        | SMB2 refused           | answer        | -      | -             | 65535 | -
too-old-pure-smb2        | smb3.1.1              | smbclient SMB2_02..SMB2_02        | SMB2 only            | SMB2 refused           | answer        | -      | -             | -     | -
up-to-3.1.1              | smb3.1.1              | smbclient NT1..SMB3               | SMB1 and SMB2        | SMB2 selected          | second answer | -      | SMB 3.1.1     | -     | -
smb1-reset               | resets                | smbclient NT1..NT1                | SMB1 only            | SMB1 refused by reset  | server reset  | client | -             | -     | smb1_only smb1_refused
six-reset-by-server      | resets                | peer six, waits                   | SMB1 only            | SMB1 refused by reset  | server reset  | client | -             | -     | smb1_only smb1_refused
smb2-reset               | resets                | smbclient                         | SMB2 only            | SMB2 refused           | server reset  | -      | -             | -     | -
both-reset               | resets                | smbclient NT1..SMB3               | SMB1 and SMB2        | SMB2 refused           | server reset  | -      | -             | -     | -
unheard-of-reset         | resets                | peer unheard of, waits            | Unrecognized         | Offer refused          | server reset  | -      | -             | -     | unknown_dialect
smb1-closed              | closes                | smbclient NT1..NT1                | SMB1 only            | SMB1 refused by close  | server close  | client | -             | -     | smb1_only smb1_refused
both-closed              | closes                | smbclient NT1..SMB3               | SMB1 and SMB2        | SMB2 refused           | server close  | -      | -             | -     | -
bait-closed-on           | closes                | peer bait, waits                  | SMB2 with SMB1 decoy | SMB2 refused           | server close  | -      | -             | -     | decoy
six-no-answer            | silent                | peer six, gives up                | SMB1 only            | No answer seen         | offer         | client | -             | -     | smb1_only
eight-no-answer          | silent                | peer eight, gives up              | SMB1 and SMB2        | No answer seen         | offer         | -      | -             | -     | -
smb1-error               | error status          | smbclient NT1..NT1                | SMB1 only            | SMB1 refused by answer | answer        | client | -             | -     | smb1_only smb1_refused
both-error               | error status          | peer eight, waits                 | SMB1 and SMB2        | SMB2 refused           | answer        | -      | -             | -     | -
server-thinks-again      | smb1, then resets     | peer bait, waits                  | SMB2 with SMB1 decoy | SMB1 abandoned         | server reset  | server | NT LM 0.12    | 0     | decoy smb1_selected
index-outside            | index 9               | peer bait, waits                  | SMB2 with SMB1 decoy | Invalid answer         | answer        | -      | -             | 9     | decoy invalid_answer
smb2-to-smb1-offer       | smb2 always           | peer six, waits                   | SMB1 only            | Invalid answer         | answer        | -      | SMB 2.???     | -     | smb1_only invalid_answer
""")
