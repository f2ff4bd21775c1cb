/* check_every_story.c - every connection of a few frames, judged in two ways
 *
 * The plugin steps from frame to frame; the judge here looks at the whole story and
 * applies the tables of the interface. Where they are silent, comments say what is taken
 * for right here.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include <stdio.h>

#include "audit.h"
#include "need.h"
#include "story.h"

enum { LONGEST = 5, NOWHERE = -1 };

/* The letters are those of story.h, and for offers of every class: */
static const struct { char letter; const char *list; enum offer_class class; } offers[] = {
	{ 'A', "LANMAN1.0|NT LM 0.12",			OFFER_SMB1_ONLY },
	{ 'B', "NT LM 0.12|SMB 2.002|SMB 2.???",	OFFER_SMB2_WITH_DECOY },
	{ 'C', "NT LM 0.12|SMB 2.002",			OFFER_SMB1_AND_SMB2 },
	{ 'D', "SMB 2.002|SMB 2.???",			OFFER_SMB2_ONLY },
	{ 'E', "FOO",					OFFER_UNRECOGNIZED },
	{ 'I', "NT LM 0.12|SMB 2.002",			OFFER_INCOMPLETE },
	{ 'n', NULL,					OFFER_SMB2_ONLY },	/* an SMB2 NEGOTIATE */
};

/* Those of story.h that are negotiations, commands and closes. "t" and "y" say nothing, nor
 * does what the wrong side sends: an answer of the client, a command of the server. */
static const char requests[] = "ABCDEIn";
static const char answers[] = "019xewsSz";
static const char smb1_answers[] = "019";
static const char smb2_answers[] = "sS";
static const char refusals[] = "xez";
static const char commands[] = "cudhb";
static const char served[] = "dhb";		/* the server goes on, nothing succeeds */
static const char closes[] = "RFrf";
static const char closes_of_client[] = "RF";

/* What a story is made of. */
enum { ANSWER_OF_CLIENT = 'k', COMMAND_OF_SERVER = 'p' };
static const char frames[] = "ABCDEIn" "019xewtysSz" "cudhb" "RFrf" "kp";

/* What the judge says of a story. Frames count from 0. */
struct judgement {
	enum verdict verdict;
	enum needs_smb1 needs;
	enum selected_family family;
	int offer, answer, close;	/* frames, or NOWHERE */
	unsigned marks;			/* of the last frame */
};

static enum offer_class
class_of(char offer)
{
	for (size_t i = 0; i < ROWS(offers); i++)
		if (offers[i].letter == offer)
			return offers[i].class;
	return OFFER_NOT_SEEN;
}

static bool
is_one_of(const char *letters, char letter)
{
	return letter != '\0' && strchr(letters, letter) != NULL;
}

static int
first(const char *story, int from, int to, const char *letters)
{
	for (int i = from; i < to; i++)
		if (is_one_of(letters, story[i]))
			return i;
	return NOWHERE;
}

/* Whether that answer may be one to that offer: the rows "Invalid answer" of the
 * interface. One that says that nothing suits always may. */
static bool
fits(char answer, char offer)
{
	const enum offer_class class = class_of(offer);

	switch (answer) {
	case 'w':
		return false;
	case 's':
	case 'S':
		return class != OFFER_SMB1_ONLY;
	case '0':
		return class != OFFER_SMB2_ONLY;
	case '1':	/* the second of A, and an SMB2 dialect or nothing elsewhere */
		return class == OFFER_SMB1_ONLY || class == OFFER_NOT_SEEN;
	case '9':	/* outside of a whole list */
		return class == OFFER_INCOMPLETE || class == OFFER_NOT_SEEN;
	}
	return true;
}

static int offer_of_story(const char *story, int length);

static char
offer_letter(const char *story, int length)
{
	const int offer = offer_of_story(story, length);

	return offer == NOWHERE ? '\0' : story[offer];
}

/* Whether the server has selected SMB2 in these frames. */
static bool
is_smb2(const char *story, int length)
{
	const int answer = first(story, 0, length, answers);

	return answer != NOWHERE && is_one_of(smb2_answers, story[answer]) &&
	    fits(story[answer], offer_letter(story, length));
}

/* The SMB1 command that succeeded first. Where SMB2 was selected before, nothing changes
 * that. */
static int
use_of(const char *story, int length)
{
	for (int i = 0; i < length; i++)
		if (story[i] == 'u' && !is_smb2(story, i))
			return i;
	return NOWHERE;
}

/* The first answer; of a server that selected SMB1 and then SMB2, that which cannot be.
 * The interface does not tell what an answer is that comes after SMB1 was in use: here it
 * is none. */
static int
answer_of(const char *story, int length)
{
	const int use = use_of(story, length);
	const int end = use == NOWHERE ? length : use;
	const int answer = first(story, 0, end, answers);

	if (answer == NOWHERE || !is_one_of(smb1_answers, story[answer]))
		return answer;
	for (int i = answer + 1; i < end; i++)
		if (is_one_of(smb2_answers, story[i]) && fits(story[answer], offer_letter(story, i)))
			return i;
	return answer;
}

/* Whether this SMB2 NEGOTIATE follows a "SMB 2.???" answer: no new offer. */
static bool
is_second_round(const char *story, int request)
{
	const int answer = answer_of(story, request);

	return story[request] == 'n' && answer != NOWHERE && story[answer] == 's';
}

/* The first Negotiate request, also where its answer was captured before it. The interface
 * does not tell whose offer it is that comes when SMB1 is in use and no answer was seen:
 * here it is a second Negotiate, which changes nothing. */
static int
offer_of_story(const char *story, int length)
{
	for (int i = 0; i < length; i++)
		if (is_one_of(requests, story[i]) && !is_second_round(story, i) &&
		    (use_of(story, i) == NOWHERE || answer_of(story, i) != NOWHERE))
			return i;
	return NOWHERE;
}

/* The first frame of the negotiation that was captured. */
static int
begin_of(int offer, int answer)
{
	if (offer == NOWHERE || answer == NOWHERE)
		return offer == NOWHERE ? answer : offer;
	return offer < answer ? offer : answer;
}

/* Whether the client went on in SMB1 before the close: by a command, or by another list
 * than the one that was answered. Which of the commands before an answer without its offer
 * came before the negotiation is not known: here none did. */
static bool
has_gone_on(const char *story, int offer, int answer, int close)
{
	const int both = offer > answer ? offer : answer;

	if (first(story, answer < offer ? 0 : offer, close, commands) != NOWHERE)
		return true;
	for (int i = both + 1; i < close; i++)
		if (is_one_of(requests, story[i]) && story[i] != story[offer] && story[i] != 'n')
			return true;
	return false;
}

static bool
has_smb2_on_offer(char offer)
{
	const enum offer_class class = class_of(offer);

	return class == OFFER_SMB1_AND_SMB2 || class == OFFER_SMB2_WITH_DECOY ||
	    class == OFFER_SMB2_ONLY;
}

/* Rows 3, 5 and 9. The first close decides. A reset tells of a red herring where it came
 * after the offer and the answer: one that was captured before may have other grounds. */
static enum verdict
of_selected(const char *story, int offer, int answer, int close)
{
	if (close == NOWHERE)
		return VERDICT_SMB1_SELECTED;
	if (story[close] == 'R' && offer != NOWHERE && has_smb2_on_offer(story[offer]) &&
	    offer < close && answer < close && !has_gone_on(story, offer, answer, close))
		return VERDICT_RED_HERRING;
	return VERDICT_ABANDONED;
}

/* Rows 6 to 8, 10 and 13. */
static enum verdict
of_refused(char offer, enum verdict smb1_only)
{
	if (class_of(offer) == OFFER_SMB1_ONLY)
		return smb1_only;
	return has_smb2_on_offer(offer) ? VERDICT_SMB2_REFUSED : VERDICT_OFFER_REFUSED;
}

/* Rows 1, 6, 8, 10 and 13. What a server answers to other commands tells that its answer
 * to the offer was missed. */
static enum verdict
of_unanswered(const char *story, int offer, int close)
{
	if (close == NOWHERE || is_one_of(closes_of_client, story[close]))
		return VERDICT_NO_ANSWER;
	if (first(story, offer + 1, close, served) != NOWHERE)
		return VERDICT_NO_ANSWER;
	return of_refused(story[offer], story[close] == 'r' ? VERDICT_REFUSED_BY_RESET :
	    VERDICT_REFUSED_BY_CLOSE);
}

static enum verdict
of_answered(const char *story, int length, int offer, int answer, int close)
{
	const char letter = offer == NOWHERE ? '\0' : story[offer];

	if (answer != first(story, 0, length, answers) || !fits(story[answer], letter))
		return VERDICT_INVALID_ANSWER;
	if (is_one_of(refusals, story[answer]))
		return of_refused(letter, VERDICT_REFUSED_BY_ANSWER);
	return is_one_of(smb2_answers, story[answer]) ? VERDICT_SMB2_SELECTED :
	    of_selected(story, offer, answer, close);
}

/* The column needs_smb1 of the verdicts. */
static enum needs_smb1
needs_of(enum verdict verdict, char offer)
{
	switch (verdict) {
	case VERDICT_NO_ANSWER:
		return class_of(offer) == OFFER_SMB1_ONLY ? NEEDS_CLIENT : NEEDS_ABSENT;
	case VERDICT_SMB1_SELECTED:
	case VERDICT_SMB1_IN_USE:
	case VERDICT_ABANDONED:
		if (class_of(offer) == OFFER_SMB1_ONLY)
			return NEEDS_CLIENT;
		return has_smb2_on_offer(offer) ? NEEDS_SERVER : NEEDS_UNKNOWN;
	case VERDICT_RED_HERRING:
		return NEEDS_SERVER;
	case VERDICT_REFUSED_BY_RESET:
	case VERDICT_REFUSED_BY_ANSWER:
	case VERDICT_REFUSED_BY_CLOSE:
		return NEEDS_CLIENT;
	case VERDICT_TRAFFIC_SEEN:
		return NEEDS_UNKNOWN;
	default:
		return NEEDS_ABSENT;
	}
}

static enum selected_family
family_of(char answer)
{
	if (is_one_of(refusals, answer))
		return FAMILY_NONE;
	return is_one_of(smb2_answers, answer) ? FAMILY_SMB2 : FAMILY_SMB1;
}

/* What the last frame is shown as: the first section of the interface. */
static unsigned
marks_of(const char *story, int length, const struct judgement *judged, int use)
{
	const int last = length - 1;
	unsigned marks = use == last ? MARK_USE : 0;

	if (judged->offer == last)
		marks |= MARK_OFFER;
	else if (judged->answer == last)
		marks |= MARK_ANSWER;
	else if (is_one_of(requests, story[last]) || is_one_of(answers, story[last]))
		marks |= MARK_FURTHER;
	if (judged->close == last)
		marks |= MARK_CLOSE;
	if (is_one_of(commands, story[last]) && first(story, 0, last, commands) == NOWHERE &&
	    first(story, 0, last, requests) == NOWHERE && first(story, 0, last, answers) == NOWHERE)
		marks |= MARK_JOINED;
	return marks;
}

static bool
is_decided_by_close(enum verdict verdict, bool answered)
{
	switch (verdict) {
	case VERDICT_RED_HERRING:
	case VERDICT_ABANDONED:
	case VERDICT_REFUSED_BY_RESET:
	case VERDICT_REFUSED_BY_CLOSE:
		return true;
	case VERDICT_SMB2_REFUSED:
	case VERDICT_OFFER_REFUSED:
		return !answered;
	default:
		return false;
	}
}

static struct judgement
judge(const char *story, int length)
{
	const int use = use_of(story, length);
	struct judgement judged = { .offer = offer_of_story(story, length),
	    .answer = answer_of(story, length), .close = NOWHERE };
	const int begin = begin_of(judged.offer, judged.answer);
	/* One before all of the negotiation is not its close. */
	const int close = begin == NOWHERE ? NOWHERE : first(story, begin, length, closes);

	if (use != NOWHERE)
		judged.verdict = VERDICT_SMB1_IN_USE;
	else if (judged.answer != NOWHERE)
		judged.verdict = of_answered(story, length, judged.offer, judged.answer, close);
	else if (judged.offer != NOWHERE)
		judged.verdict = of_unanswered(story, judged.offer, close);
	else if (first(story, 0, length, commands) != NOWHERE)
		judged.verdict = VERDICT_TRAFFIC_SEEN;
	judged.needs = needs_of(judged.verdict, judged.offer == NOWHERE ? '\0' : story[judged.offer]);
	if (judged.answer != NOWHERE)
		judged.family = family_of(story[judged.answer]);
	if (is_decided_by_close(judged.verdict, judged.answer != NOWHERE))
		judged.close = close;
	judged.marks = marks_of(story, length, &judged, use);
	return judged;
}

static const struct offer *
offer_of_letter(char letter)
{
	for (size_t i = 0; i < ROWS(offers); i++)
		if (offers[i].letter == letter && offers[i].list != NULL)
			return letter == 'I' ? cut_offer_of(offers[i].list) : offer_of(offers[i].list);
	return smb2_offer_of(0x0311);
}

/* Every frame is told millions of times: read once. */
static const struct smb_pdu *
pdu_of(char letter)
{
	static struct smb_pdu pdus[128];
	static bool is_read[128];
	const int i = letter;

	if (is_read[i])
		return &pdus[i];
	is_read[i] = true;
	if (is_one_of(requests, letter))
		pdus[i] = story_offer(offer_of_letter(letter));
	else if (letter == ANSWER_OF_CLIENT)
		pdus[i] = story_pdu('0', NULL);
	else
		pdus[i] = story_pdu(letter == COMMAND_OF_SERVER ? 'c' : letter, NULL);
	return &pdus[i];
}

static enum side
sender_of(char letter)
{
	const struct smb_pdu *pdu = pdu_of(letter);

	if (letter == ANSWER_OF_CLIENT || letter == COMMAND_OF_SERVER)
		return letter == ANSWER_OF_CLIENT ? SIDE_CLIENT : SIDE_SERVER;
	return pdu->response || pdu_is_oplock_break(pdu) ? SIDE_SERVER : SIDE_CLIENT;
}

/* A connection and what it knows, to tell a story on from here in several ways. */
struct moment {
	struct audit audit;
	struct identity identity;
	unsigned marks;
};

static struct identity fresh_identity;

static void *
the_identity(size_t size)
{
	assert_int_equal(size, sizeof fresh_identity);
	return memset(&fresh_identity, 0, size);
}

static void
tell_on(struct moment *after, const struct moment *before, char letter, uint32_t frame)
{
	static const struct storage storage = { keep_text, the_identity };
	struct audit *audit = &after->audit;

	*after = *before;
	if (audit->identity != NULL)
		audit->identity = &after->identity;
	switch (letter) {
	case 'R': after->marks = audit_take_closing(audit, CLOSING_RST, SIDE_CLIENT, frame); break;
	case 'F': after->marks = audit_take_closing(audit, CLOSING_FIN, SIDE_CLIENT, frame); break;
	case 'r': after->marks = audit_take_closing(audit, CLOSING_RST, SIDE_SERVER, frame); break;
	case 'f': after->marks = audit_take_closing(audit, CLOSING_FIN, SIDE_SERVER, frame); break;
	default:
		after->marks = audit_take_pdu(audit, pdu_of(letter), sender_of(letter), frame, &storage);
	}
	if (audit->identity == &fresh_identity) {
		after->identity = fresh_identity;
		audit->identity = &after->identity;
	}
}

/* Frames of a negotiation count from 1, 0 is none. */
static int
place(uint32_t frame)
{
	return (int)frame - 1;
}

static struct judgement
judgement_of(const struct moment *moment)
{
	const struct negotiation *negotiation = &moment->audit.negotiation;

	return (struct judgement){
		.verdict = audit_verdict(&moment->audit),
		.needs = needs_smb1(&moment->audit),
		.family = (enum selected_family)negotiation->family,
		.offer = place(negotiation->offer_frame),
		.answer = place(negotiation->answer_frame),
		.close = place(negotiation_decided_by(negotiation)),
		.marks = moment->marks,
	};
}

static bool
agree(const struct judgement *a, const struct judgement *b)
{
	return a->verdict == b->verdict && a->needs == b->needs && a->family == b->family &&
	    a->offer == b->offer && a->answer == b->answer && a->close == b->close &&
	    a->marks == b->marks;
}

static const char *
in_words(const struct judgement *judged, char *text, size_t size)
{
	const char *verdict = verdict_name(judged->verdict), *needs = needs_smb1_name(judged->needs);

	snprintf(text, size, "%s, needs %s, offer %d answer %d close %d, family %d, marks %#x",
	    verdict ? verdict : "nothing", needs ? needs : "absent", judged->offer, judged->answer,
	    judged->close, judged->family, judged->marks);
	return text;
}

static unsigned stories_told;

static void
compare(const struct moment *moment, const char *story, int length)
{
	const struct judgement plugin = judgement_of(moment), here = judge(story, length);
	char a[160], b[160];

	stories_told++;
	if (!agree(&plugin, &here))
		fail_msg("%s: the plugin says %s; the interface %s", story,
		    in_words(&plugin, a, sizeof a), in_words(&here, b, sizeof b));
}

/* Tells every story of that length that goes on from this moment. */
static void
tell_all(const struct moment *moment, char *story, int told, int length)
{
	if (told == length) {
		compare(moment, story, length);
		return;
	}
	for (const char *frame = frames; *frame != '\0'; frame++) {
		struct moment next;

		story[told] = *frame;
		tell_on(&next, moment, *frame, (uint32_t)told + 1);
		tell_all(&next, story, told + 1, length);
	}
	story[told] = '\0';
}

/* Short ones first: the first that fails is as short as can be. */
static void
every_story(void **state)
{
	const struct moment nothing = { 0 };
	unsigned expected = 0, of_length = 1;

	(void)state;
	for (int length = 1; length <= LONGEST; length++) {
		char story[LONGEST + 1] = "";

		tell_all(&nothing, story, 0, length);
		of_length *= strlen(frames);
		expected += of_length;
	}
	assert_int_equal(stories_told, expected);
	print_message("%u stories\n", stories_told);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_story),
	};

	return cmocka_run_group_tests_name("every story", tests, NULL, NULL);
}
