"""The documents that chats ask: shared ones and their own."""
