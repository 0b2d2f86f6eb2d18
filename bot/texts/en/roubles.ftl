# Receipts of payments in roubles.
email-which = Where shall the receipt go? Write me an e-mail address, such as name@example.org. It is for receipts and nothing else; /deletemydata forgets it.
email-wrong = That does not look like an e-mail address. It is written like name@example.org.
email-kept = Thank you, receipts go there. The bill from before is over; please choose again.
button-receipt-to = ✉️ Receipt to { $email }
