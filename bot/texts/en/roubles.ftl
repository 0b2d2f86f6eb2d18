# Receipts of payments in roubles.
email-which = Where shall the receipt go? Write me an e-mail address, such as name@example.org. It is for receipts and nothing else; /deletemydata forgets it.
email-privately = A receipt comes with this, and it needs your e-mail address. Others read along here: please buy it once in a chat with me alone.
email-wrong = That does not look like an e-mail address. It is written like name@example.org.
email-kept = Thank you, receipts go there. The bill from before is over; please choose again.
button-receipt-to = ✉️ Receipt to { $email }
