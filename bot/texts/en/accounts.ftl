# One account over several platforms.
command-link = Link another account
command-accounts = My accounts
vk-words-link = link
vk-words-accounts = accounts

platform-telegram = Telegram
platform-vk = VK
platform-web = Web chat

button-link = Link another account
button-link-open = Open { $place }
button-link-join = Join them
button-link-not = No, keep them apart
button-accounts = My accounts
button-part = Unlink { $place }
button-part-sure = Yes, unlink it

link-code =
    Use Mazok in several places with one balance, one set of works and one of styles.

    Your code: { $code }

    Send it to Mazok in the other place, after /link. It serves once, within { $minutes } minutes. Tell it to nobody: whoever has it can have your account.

    Or have you got a code there? Then write it to me now.
link-sure =
    Shall these become one account?

    There ({ $places }): { $there }.
    Here: { $here }.

    Everything from here goes to the account there, and you use it in both places. What you have had of today's free paintings is counted together.

    Only go on if you asked for this code yourself: whoever has that account will see all your pictures.
link-joined = Done. This is one account now: { $places }.
link-not = Nothing has changed. The two accounts stay apart.
link-wait-job = A painting of yours is not finished yet. Wait for it, or stop it, and press once more.
link-wait-payment = A payment of yours is still under way. Pay it or let it expire, or wait until the money is back, and press once more.
link-unknown = I do not know that code. A newer one makes the older one void; /link shows how it is done.
link-over = That code is over. Send /link in the other place for a new one.
link-used = That code has been used already. Send /link in the other place for a new one.
link-own = That is your own code. Send it to Mazok in the other place: there it is missing.
link-done = That is done already: these accounts are one. /accounts shows all of them.
link-in-private = Accounts are nothing for a group. Write to me in private, please.

accounts-yours =
    { $count ->
        [one] You have one account.
       *[other] These { $count } accounts are one.
    }
    { $accounts }

    You have: { $has }.
account-works = { $count ->
    [one] { $count } work
   *[other] { $count } works
}
account-since = since { $day }
account-here = this chat

part-sure =
    Unlink { $place }?

    Your works, styles and balance stay with the accounts that remain: { $has }. There, Mazok begins anew with nothing; today's free paintings are not renewed by that.
part-done = { $place } is on its own again.
part-done-here = This chat is on its own again, and begins anew. Everything you had stays with your other accounts.
part-wait = A painting that was ordered there is still on its way. Wait for it, and press once more.
part-banned = While your account is restricted its parts stay together.

notice-joined =
    Two accounts of Mazok have become one: { $has }.

    Was that not you? Unlink the other one in /accounts.
notice-parted = This account was unlinked and is on its own again. /link joins it anew.

entry-join = accounts joined
entry-part = accounts parted
