"""Entries that are hard on a theme, added to a copy of content-example; and what page is of which kind.

Dated before what the front page shows first, save the draft, so that home is as a writer's would be.
"""

from __future__ import annotations

NASTY = """---
title: Pneumonoultramicroscopicsilicovolcanoconiosis and Donaudampfschifffahrtsgesellschaft
date: 2025-01-01
tags: [pneumonoultramicroscopicsilicovolcanoconiosis, boats]
---
A first paragraph with `inline_code_that_is_rather_long_for_one_line_of_a_telephone()`, a note[^1] and
[a link](../pages/about.md), ~~struck~~, **bold** and *italic*.

| one | two | three | four | five | six | seven | eight |
|:---|:---:|---:|---|---|---|---|---|
| a long cell | a long cell | a long cell | a long cell | a long cell | a long cell | a long cell | a long cell |
| 1 | 22 | 333 | 4,444 | 55,555 | 666,666 | 7,777,777 | 88,888,888 |

https://example.org/a/very/long/address/that/never/ends/and/cannot/be/broken/anywhere/because/it/has/no/spaces/at/all

```python
def a_function_with_a_very_long_name(argument_number_one, argument_number_two, argument_number_three): return "text", 42
# a remark
```

## Pneumonoultramicroscopicsilicovolcanoconiosispneumonoultramicroscopicsilicovolcanoconiosis

> A quote, and in it a list:
>
> 1. one
>    - Pneumonoultramicroscopicsilicovolcanoconiosispneumonoultramicroscopicsilicovolcanoconiosis
>    - two
> 2. two

### Five alerts

> [!NOTE]
> Worth a note, with [a link](https://example.org/).

> [!TIP]
> Worth a try.

> [!IMPORTANT]
> Worth a second look.

> [!WARNING]
> Worth some care.

> [!CAUTION]
> Worth a step back.

- [x] done
- [ ] to do

Term
: What it means.

* * *

![A street of roofs.](../notes/roofs.webp "A caption, and in it https://example.org/a/very/long/address/that/never/ends/and/cannot/be/broken/anywhere"){credit="Somebody"}

![The same, wide.](../notes/roofs.webp "Wide."){.wide}

![The same, from edge to edge.](../notes/roofs.webp "Full."){.full}

Pneumonoultramicroscopicsilicovolcanoconiosispneumonoultramicroscopicsilicovolcanoconiosis.[^2]

[^1]: The first note, with an address: https://example.org/a/very/long/address/that/never/ends/and/cannot/be/broken/anywhere/at/all
[^2]: The second.
"""
LONG = """---
title: On the many ways in which a title may grow until nobody knows any more where it began, and why this may be right
date: 2024-12-31
author: Amina Okafor
tags: [boats]
image: /images/portrait.png
---
A guest's text.

## One heading

Under a heading.
"""
ARABIC = """---
title: رسالة من المرفأ
date: 2024-12-30
language: ar
tags: [boats]
---
كتبتُ هذه الرسالة من المرفأ، والماء ساكن. *قال لي الصيّاد* إنّ البحر لا ينسى[^1].

> البحر لا ينسى.

- أوّلاً
- ثانياً

[^1]: حاشية قصيرة.
"""
DRAFT = """---
title: Not yet
date: 2026-11-20
draft: true
tags: [boats]
---
A text that is not done, `with code`.
"""
PICTURE = """---
date: 2024-12-29 09:30
tags: [boats]
---
![A street of roofs.](roofs.webp)
"""
LONG_NOTE = """---
date: 2024-12-28 21:15
---
Pneumonoultramicroscopicsilicovolcanoconiosispneumonoultramicroscopicsilicovolcanoconiosis, says the doctor:
https://example.org/a/very/long/address/that/never/ends/and/cannot/be/broken/anywhere/because/it/has/no/spaces/at/all

```
and a line of code that is much too long for a telephone, which does not matter since it can be moved sideways
```
"""
FILES = {
    "posts/nasty.md": NASTY,
    "posts/long-title.md": LONG,
    "posts/arabic.md": ARABIC,
    "posts/not-yet.md": DRAFT,
    "notes/2024-12-29-0930.md": PICTURE,
    "notes/2024-12-28-2115.md": LONG_NOTE,
}
HOME = "/"
POST = "/posts/a-shed-with-a-letterbox/"
POST_WITH_PICTURES = "/posts/the-walk-around-the-edge/"
NASTY_POST = "/posts/nasty/"
NOTE = "/notes/2026-07-11-2018/"
SUBSCRIBE = "/subscribe/"
# Every kind of page, and every kind of text.
PAGES = {
    "home": HOME,
    "an older home page": "/page/3/",
    "posts": "/posts/",
    "an older page of posts": "/posts/page/2/",
    "notes": "/notes/",
    "a post": POST,
    "a post with pictures": POST_WITH_PICTURES,
    "a nasty post": NASTY_POST,
    "a guest's post with a long title": "/posts/long-title/",
    "a post in Arabic": "/posts/arabic/",
    "a draft": "/posts/not-yet/",
    "a note": NOTE,
    "a note with a picture": "/notes/2024-12-29-0930/",
    "a nasty note": "/notes/2024-12-28-2115/",
    "a page": "/about/",
    "tags": "/tags/",
    "a tag": "/tags/boats/",
    "archive": "/archive/",
    "a year": "/archive/2024/",
    "subscribe": SUBSCRIBE,
    "thanks": "/subscribe/thanks/",
    "lost": "/404.html",
}
