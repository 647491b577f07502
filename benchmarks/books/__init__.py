"""A book of any size, for measurements and for guards of query plans.

The actions make a few contracts of every shape (``life``); ``patterns`` finds in their rows what differs from one
contract to the next: ids, numbers of series, names and numbers of people; ``writing`` repeats the rows with other
ids, numbers and words, one INSERT ... SELECT for each kind of row. So whatever the actions write is in the book.
"""
